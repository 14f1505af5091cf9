"""Pages of the situational picture."""
