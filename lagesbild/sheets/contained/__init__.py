"""What runs inside the limited child process; it imports nothing from the rest of the project."""
