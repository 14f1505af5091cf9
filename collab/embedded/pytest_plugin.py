"""Loaded with `-p` before pytest-django reads the settings: the tests' own database and broker."""

from .environment import Services, prepare

# Kept until the process ends: as long as it lives, nobody else stops the services.
SERVICES = Services("test")
prepare(SERVICES)
