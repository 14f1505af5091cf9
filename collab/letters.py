"""The messages that the outbox sends in their thousands: written at once, without Python's general mail generator."""

from email.header import Header
from email.utils import formatdate
from functools import lru_cache

from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError, sanitize_address

CHARSET = "utf-8"
# No line of a mail may be longer in bytes (RFC 5322), and no plain header need be folded below this.
LINE, HEADER = 998, 76


class Letter(EmailMultiAlternatives):
    """A mail to one person: a text, the same in HTML if there is one, and nothing attached."""

    # Whether the server takes å, ä and ö as they are (RFC 6152).
    is_eight_bit = True

    def message(self):
        """The message as `Written`; Django's own where a line is too long to be sent as it is."""
        texts = [("plain", self.body), *(("html", one.content) for one in self.alternatives)]
        contents = [(kind, text.encode(CHARSET)) for kind, text in texts]
        if not self.is_eight_bit or any(has_long_lines(content) for _kind, content in contents):
            return super().message()
        headers = {
            "MIME-Version": "1.0",
            "Subject": in_header(self.subject),
            "From": in_address(self.from_email),
            "To": in_address(self.to[0]),
            "Date": formatdate(),
            **{name: in_header(value) for name, value in self.extra_headers.items()},
        }
        return Written(headers, contents)


class Written:
    """A message whose headers are ready; answers what the mail backends ask of one."""

    def __init__(self, headers, contents):
        self.headers, self.contents = headers, contents

    def __getitem__(self, name):
        return self.headers[name]

    def as_bytes(self, linesep="\n"):
        """The whole message, with the line ends a backend asks for."""
        lines = [f"{name}: {value}" for name, value in self.headers.items()]
        if len(self.contents) == 1:
            content = self.part(*self.contents[0])
        else:
            # The Message-ID is random, so that no text holds the boundary.
            boundary = "part-" + self.headers["Message-ID"].strip("<>").partition("@")[0]
            lines.append(f'Content-Type: multipart/alternative; boundary="{boundary}"')
            parts = [f"--{boundary}\n".encode() + self.part(*one) for one in self.contents]
            content = b"\n" + b"\n".join([*parts, f"--{boundary}--\n".encode()])
        content = "\n".join(lines).encode("ascii") + b"\n" + content
        return content.replace(b"\n", linesep.encode()) if linesep != "\n" else content

    def part(self, kind, content):
        head = f'Content-Type: text/{kind}; charset="{CHARSET}"\nContent-Transfer-Encoding: 8bit\n\n'
        return head.encode() + content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def has_long_lines(content):
    return len(content) > LINE and any(len(line) > LINE for line in content.splitlines())


def in_header(text):
    """The text as a header says it; refuses a line break, behind which another header could stand."""
    text = str(text)
    if "\n" in text or "\r" in text:
        raise BadHeaderError("A header holds no line break.")
    return text if text.isascii() and len(text) <= HEADER else encoded(text)


@lru_cache(maxsize=4096)
def encoded(text):
    """Folded, and in the letters that a header may hold; what is ASCII stays as it is."""
    return Header(text, None if text.isascii() else CHARSET).encode()


@lru_cache(maxsize=4096)
def in_address(text):
    return sanitize_address(text, CHARSET)
