"""The pages about activities, by noun."""
