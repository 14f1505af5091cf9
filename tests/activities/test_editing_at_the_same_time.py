"""Two people edit the same row at the same instant, round after round: no text is silently lost."""

import sys

import pytest
from django.test import Client

from activities.models import Comment
from tests.collab.test_at_the_same_time import at_once

pytestmark = pytest.mark.django_db(transaction=True)


class Screen:
    """The edit form of a row in somebody's browser; each round it is opened anew and sent once."""

    def __init__(self, who, row):
        self.client, self.row = Client(headers={"accept-language": "sv"}), row
        self.client.force_login(who.user)
        self.address = f"{row.get_absolute_url().partition('#')[0]}redigera/"

    def open(self):
        """Read the form, with the version it was rendered with."""
        form = self.client.get(self.address).context["form"]
        self.rendered = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, "")}

    def send(self, name, text):
        """Send the form with another text; (text, what the answer shows when it was refused)."""
        answer = self.client.post(self.address, {**self.rendered, name: text})
        return text, "" if answer.status_code == 302 else answer.text


class CommentScreen(Screen):
    def __init__(self, who, row):
        super().__init__(who, row)
        self.address = f"/kommentarer/{row.public_id}/redigera/"


class PartScreen(Screen):
    def __init__(self, who, row):
        super().__init__(who, row)
        self.address = f"/delar/{row.public_id}/"


def is_kept(row, name, text, answer, others):
    """Whether a sent text is stored, in the row's history, or was refused with both texts shown."""
    if answer:
        return text in answer and any(other in answer for other in others)
    return row.versions.filter(**{name: text}).exists()


def rounds_of(screens, row, name, rounds):
    """(refused, lost): the texts that were refused and those that nobody can find any more."""
    refused, lost = 0, []
    for n in range(rounds):
        for screen in screens:
            screen.open()
        texts = [f"Runda {n} från {who}" for who in ("ett", "två")]
        sends = [
            lambda screen=screen, text=text: screen.send(name, text)
            for screen, text in zip(screens, texts, strict=True)
        ]
        answers = at_once(*sends)
        row.refresh_from_db()
        for text, answer in answers:
            refused += bool(answer)
            if not is_kept(row, name, text, answer, set(texts) - {text}):
                lost.append(text)
        if getattr(row, name) not in texts:
            lost.append(f"neither is stored in round {n}")
    return refused, lost


ROUNDS = [
    pytest.param(40, id="small"),
    pytest.param(200, id="full", marks=pytest.mark.full),
]


@pytest.mark.parametrize("rounds", ROUNDS)
def test_two_people_edit_the_same_activity_commitment_and_comment_and_nothing_is_silently_lost(cast, rounds):
    activity = cast.activity()
    part = activity.commitments.get(party=cast.p)
    comment = Comment.objects.write(activity=activity, text="Först", by=cast.bo)
    kim = cast.person("Kim Kvist", cast.k, "contact")
    stories = {
        "activity": ([Screen(who, activity) for who in (cast.alva, kim)], activity, "title"),
        "commitment": ([PartScreen(who, part) for who in (cast.bo, cast.lea)], part, "text"),
        "comment": ([CommentScreen(cast.bo, comment) for _ in range(2)], comment, "text"),
    }
    told = {}
    for kind, (screens, row, name) in stories.items():
        told[kind] = refused, lost = rounds_of(screens, row, name, rounds)
        assert lost == []
        # Of two that start from one version exactly one is refused: they did meet.
        assert refused == rounds
    sys.stdout.write(f"{rounds} rounds: {told}\n")
