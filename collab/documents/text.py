"""Plain text: letters and lines that begin nothing else."""

import re

from .refusals import Refused

CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
BEGINS = re.compile(
    r"^\s*(<!doctype|<html|<\?xml|<svg|<script|<\?php|<%|#!|\{\\rtf|%!ps|%pdf|mime-version:)", re.IGNORECASE
)
ANYWHERE = re.compile(r"<\s*(script|iframe|object|embed|svg)\b|<\?php|%PDF-|javascript:", re.IGNORECASE)


def check_text(content):
    text = decoded(content)
    if text is None or CONTROL.search(text):
        raise Refused("unknown")
    if BEGINS.search(text) or ANYWHERE.search(text):
        raise Refused("markup")


def decoded(content):
    """The text, in the encodings that programs here write; None when it is none of them."""
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if has_mark else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
