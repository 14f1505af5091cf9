"""Loaded with `-p` before pytest-django reads the settings: the tests' own database and broker."""

from .environment import prepare

prepare("test")
