"""The writing half of an import: cells wait in a staging table, are compared in SQL, and become values in one go."""
