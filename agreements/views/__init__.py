"""Pages of the mandate, one module per kind of act."""
