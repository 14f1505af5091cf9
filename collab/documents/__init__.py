"""Files that people attach: what they are by their content, where they lie, and what of them others may get."""
