"""The pages of the mandate, by noun."""
