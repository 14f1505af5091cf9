"""What people fill in about the mandate."""
