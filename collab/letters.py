"""The letters that the outbox sends in their thousands, written without Python's general mail generator."""

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

    def content(self):
        """The whole mail as it travels; Django writes it where a line is too long to be sent as it is."""
        texts = [("plain", self.body), *(("html", one.content) for one in self.alternatives)]
        contents = [(kind, text.encode(CHARSET)) for kind, text in texts]
        if any(has_long_lines(content) for _kind, content in contents):
            return self.message().as_bytes(linesep="\r\n")
        head = "".join(f"{name}: {value}\n" for name, value in self.headers().items()).encode("ascii")
        body = part(*contents[0]) if len(contents) == 1 else self.alternating(contents)
        return (head + body).replace(b"\n", b"\r\n")

    def headers(self):
        return {
            "MIME-Version": "1.0",
            "Subject": in_header(self.subject),
            "From": in_address(self.from_email),
            "To": in_address(self.to[0]),
            "Date": formatdate(),
            **{name: in_header(value) for name, value in self.extra_headers.items()},
        }

    def alternating(self, contents):
        """The same told in several ways, as the body of one mail."""
        # The Message-ID is random, so that no text holds the boundary.
        boundary = "part-" + self.extra_headers["Message-ID"].strip("<>").partition("@")[0]
        head = f'Content-Type: multipart/alternative; boundary="{boundary}"\n\n'.encode()
        edge = f"--{boundary}\n".encode()
        return head + b"".join(edge + part(*one) + b"\n" for one in contents) + f"--{boundary}--\n".encode()


def part(kind, content):
    """One text with its own headers."""
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
