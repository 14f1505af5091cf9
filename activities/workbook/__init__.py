"""A party's commitments in a workbook, out and in again: written, read back, compared, and changed as one."""
