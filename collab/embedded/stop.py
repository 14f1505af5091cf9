"""`python -m collab.embedded.stop`: stop the services that the tests left running for the next run."""

from .environment import services


def main():
    for service in services("test"):
        service.stop()


if __name__ == "__main__":
    main()
