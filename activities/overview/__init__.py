"""The first page: each role's own question is answered first, by a class of its own."""

from activities.own import OwnWork
from collab.access import Role

from .auditing import Auditing
from .coordinating import Coordinating
from .elected import Elected
from .leading import Leading
from .reading import Reading
from .steering import Steering

PAGES = {
    Role.COORDINATOR: Coordinating,
    Role.DATA_ADMIN: Coordinating,
    Role.LEAD: Leading,
    Role.CONTACT: OwnWork,
    Role.STEERING: Steering,
    Role.READER: Reading,
    Role.AUDITOR: Auditing,
    Role.ELECTED: Elected,
}


def overview_of(actor):
    """The first page of a membership's role."""
    return PAGES[Role(actor.role)](actor)
