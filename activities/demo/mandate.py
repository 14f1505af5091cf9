"""The demo's mandate: the seed's own agreement while it holds, else a made-up successor for the current years."""

from dataclasses import dataclass
from datetime import date, timedelta

from agreements.models import (
    AgreementArea,
    AgreementSignature,
    CollaborationAgreement,
    DeclarationOfIntent,
    PriorityArea,
)
from collab import clock

from .rounds import instant, workday

AGREEMENT_YEARS, DECLARATION_YEARS = 2, 4


@dataclass(frozen=True)
class Mandate:
    """The agreement that holds on the day, and the seed's own when that has expired."""

    current: CollaborationAgreement
    expired: CollaborationAgreement | None


def mandate_for(day, facts, collaboration, people, *, by):
    """The agreement in force on `day`, with its predecessor when that is over; observers may look on in all."""
    declaration = collaboration.declarations.get(is_demo=False)
    real = declaration.agreements.get(is_demo=False)
    watch([declaration, real], by=by)
    if day <= real.ends_on:
        return Mandate(real, None)
    if day > declaration.ends_on:
        declaration = next_declaration(day, facts, declaration, by=by)
    return Mandate(successor(day, facts, declaration, real, people, by=by), real)


def watch(rows, *, by):
    """Let the observers of the collaboration look on."""
    for row in rows:
        for party in row.collaboration.parties.exclude(pk__in=row.parts.values("party")):
            row.admit(party, by=by)


def period(day: date, real, years: int):
    """First and last day of the run of `years` that holds the day, counted from the first day of `real`."""
    past = (day.year - real.starts_on.year) // years * years
    first = real.starts_on.replace(year=real.starts_on.year + past)
    return first, first.replace(year=first.year + years) - timedelta(days=1)


def next_declaration(day, facts, real, *, by):
    first, last = period(day, real, DECLARATION_YEARS)
    declaration = DeclarationOfIntent.objects.create(
        collaboration=real.collaboration,
        name=facts["declaration_name"],
        purpose=facts["purpose"],
        starts_on=first,
        ends_on=last,
        predecessor=real,
        is_demo=True,
    )
    declaration.record("created", by=by)
    for part in real.parts.all():
        declaration.admit(part.party, by=by)
    return declaration


def successor(day, facts, declaration, real, people, *, by):
    """A made-up agreement with the subjects, places and parties of the real one, signed by made-up people."""
    first, last = period(day, real, AGREEMENT_YEARS)
    agreement = CollaborationAgreement(
        collaboration=real.collaboration,
        declaration=declaration,
        name=facts["name"],
        purpose=facts["purpose"],
        starts_on=first,
        ends_on=last,
        predecessor=real,
        is_demo=True,
    )
    with clock.at(instant(first)):
        fill(agreement, real, by=by)
    sign(agreement, facts["signatures"], people, until=day)
    return agreement


def fill(agreement, real, *, by):
    """Save the successor with the subjects, places and parties of the one before."""
    agreement.full_clean()
    agreement.save()
    agreement.record("created", by=by)
    for area in real.priority_areas.all():
        PriorityArea.objects.create(
            agreement=agreement,
            order=area.order,
            letter=area.letter,
            name=area.name,
            short_name=area.short_name,
        )
    for place in real.places.all():
        AgreementArea.objects.create(agreement=agreement, area=place.area)
    for part in real.parts.select_related("party"):
        agreement.admit(part.party, by=by)


def sign(agreement, signatures, people, *, until):
    """Let each party sign on its day, if that has come."""
    for part in agreement.signatories():
        signature = signatures[part.party.code]
        who, day = people[signature["by"]], workday(agreement.starts_on + timedelta(days=signature["after"]))
        if day > until:
            continue
        with clock.at(instant(day, signature["after"])):
            AgreementSignature.objects.sign(
                agreement, part.party, by=who, name=who.user.name, title=who.user.title, signed_on=day
            )
