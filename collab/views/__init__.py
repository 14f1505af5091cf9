"""The pages of collab, by noun."""
