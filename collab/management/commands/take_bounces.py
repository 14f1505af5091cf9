"""`manage.py take_bounces`: reads mails that came back, from a pipe or from a mailbox folder."""

import email
import mailbox
import sys

from django.core.management.base import BaseCommand

from collab import bounces


class Command(BaseCommand):
    help = (
        "Reads delivery reports: one from standard input (as a mail server pipes it), or all new ones in a Maildir."
        " Marks the addresses they name; the coordinators are told in the portal at the next tick."
    )

    def add_arguments(self, parser):
        parser.add_argument("--maildir", help="a Maildir; what has been read is moved to `cur`")

    def handle(self, maildir, **options):
        if maildir:
            people = self.read_folder(mailbox.Maildir(maildir, create=False))
        else:
            people = bounces.take(email.message_from_binary_file(sys.stdin.buffer))
        self.stdout.write(f"{len(people)} addresses that no mail reaches")

    def read_folder(self, folder):
        found = set()
        for key, message in list(folder.items()):
            if message.get_subdir() == "new":
                found |= bounces.take(message)
                message.set_subdir("cur")
                message.add_flag("S")
                folder[key] = message
        return found
