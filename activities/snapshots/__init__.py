"""The follow-up report of an agreement: what it holds, as of now or of a day, and how it is printed and frozen."""
