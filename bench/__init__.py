"""The benchmark: a database of its own, and every number as a ratio to a limit measured in the same run."""
