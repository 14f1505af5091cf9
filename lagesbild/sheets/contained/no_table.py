"""What the readers of records say of a file that holds none."""


class NoTable(Exception):
    """The file is well formed but holds no table of records."""
