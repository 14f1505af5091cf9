"""Mail kept as files, for the demo and the tests: one message, one file, written whole or not at all."""

import os
import re
import uuid
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class FolderBackend(BaseEmailBackend):
    """Writes each message to MAIL_DIR under its Message-ID; the same message again is the same file."""

    def send_messages(self, messages):
        """Write the messages; returns how many are kept (a repeat counts, as it would at a mail server)."""
        folder = Path(settings.MAIL_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            content = message.message()
            name = re.sub(r"[^A-Za-z0-9.@-]", "", str(content["Message-ID"])) + ".eml"
            draft = folder / f".{uuid.uuid4()}"
            draft.write_bytes(content.as_bytes())
            try:
                # link() fails when the name exists: a repeated delivery leaves the first file as it was.
                os.link(draft, folder / name)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return len(messages)
