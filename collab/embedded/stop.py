"""`python -m collab.embedded.stop`: stop the services that the tests left running for the next run."""

from .environment import Services

if __name__ == "__main__":
    Services("test").leave()
