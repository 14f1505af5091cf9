"""Statistical disclosure control: which figures must not be shown so that no small count can be worked out."""
