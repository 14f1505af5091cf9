"""Lists as files: a table says what stands in it, a writer makes the file, a page hands it out and records it."""
