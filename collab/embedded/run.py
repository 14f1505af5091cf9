"""`python -m collab.embedded.run [--test] COMMAND …`: a manage.py command with the embedded services around it.

Without --test it works on the demo's data, as the owner of the database where the command needs that.
"""

import os
import sys

from .environment import ROOT, Services, prepare

AS_OWNER = {"bench", "migrate", "makemigrations", "grant_app_role"}


def main(arguments):
    kind = "test" if arguments[:1] == ["--test"] else "demo"
    command = arguments[1:] if kind == "test" else arguments
    services = Services(kind)
    prepare(services)
    if command and command[0] in AS_OWNER:
        os.environ["DATABASE_URL"] = os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
    sys.path.insert(0, str(ROOT))
    from django.core.management import execute_from_command_line

    try:
        sys.argv = ["manage.py", *command]
        execute_from_command_line(sys.argv)
    finally:
        if kind == "demo":
            services.leave()


if __name__ == "__main__":
    main(sys.argv[1:])
