"""Every text of the interface exists in Swedish, and the Swedish says the same with the same placeholders."""

import re

import pytest
from django.core.management import CommandError, call_command

from collab.management.commands import messages


def test_every_text_is_translated():
    try:
        call_command("messages", "--check")
    except CommandError as error:
        pytest.fail(str(error))


@pytest.mark.parametrize("package", messages.packages())
def test_the_translations_keep_their_placeholders(package):
    for message in messages.merged(package)[0]:
        if not message.id:
            continue
        wanted = set(
            re.findall(
                r"%\(\w+\)[sd]|%[sd]", " ".join([message.id] if isinstance(message.id, str) else message.id)
            )
        )
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        for text in texts:
            # A singular may say "en" instead of the number.
            assert set(re.findall(r"%\(\w+\)[sd]|%[sd]", text)) <= wanted, message.id
        assert set(re.findall(r"%\(\w+\)[sd]|%[sd]", texts[-1])) == wanted, message.id


def test_a_text_means_the_same_in_every_package():
    """Django lays the catalogues over each other: one text with two meanings needs a context to tell them apart."""
    meanings = {}
    for package in messages.packages():
        for message in messages.merged(package)[0]:
            if message.id:
                key = message.context, str(message.id)
                assert meanings.setdefault(key, message.string) == message.string, key
