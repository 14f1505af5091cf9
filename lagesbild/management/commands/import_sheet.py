"""`manage.py import_sheet FILE --profile NAME`: import a file as the pages do, by what is remembered of its source."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from collab.models import Membership
from lagesbild.imports import comparing, contents
from lagesbild.models import IMPORTERS, ImportBatch, ImportProfile, NothingNew
from lagesbild.sheets.refusals import Refused

TOLD = ("new", "changed", "unchanged", "rejected")


class Command(BaseCommand):
    help = "Import a file by a remembered profile, or say with --dry-run what an import would do."

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--profile", required=True, help="the name under which the source is remembered")
        parser.add_argument(
            "--by", help="the e-mail of who imports; else whoever imported for the party last"
        )
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--dry-run", action="store_true", help="say what would be imported, and keep nothing"
        )
        what.add_argument("--commit", action="store_true", help="import")
        parser.add_argument("--json", action="store_true", help="print everything, as JSON")

    def handle(self, file, profile, by, **options):
        remembered = ImportProfile.objects.filter(name=profile).order_by("-used_at").first()
        if remembered is None:
            raise CommandError(f"There is no profile named {profile}.")
        actor = importer(remembered.party, by)
        try:
            with Path(file).open("rb") as opened:
                told = run(File(opened, name=Path(file).name), remembered, actor, options["commit"])
        except FileNotFoundError as error:
            raise CommandError(f"There is no file {file}.") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            json.dumps(told, ensure_ascii=False, indent=1) if options["json"] else summary(told)
        )


def importer(party, email):
    """Who imports: the one named, else the one who imported for the party last; they must still act for it."""
    acting = Membership.objects.acting().of(party).filter(role__in=IMPORTERS)
    if email:
        acting = acting.filter(user__email__iexact=email)
    else:
        last = ImportBatch.objects.filter(party=party, committed_by__isnull=False).order_by("-committed_at")
        acting = acting.filter(pk__in=last.values("committed_by")[:1])
    found = acting.first()
    if found is None:
        raise CommandError(f"Nobody to import for {party}: name a person who acts for it with --by.")
    return found


def run(file, profile, actor, is_commit):
    """Take the file in through the steps of the pages; a dry run leaves neither rows nor file."""
    path = None
    try:
        with transaction.atomic():
            batch = ImportBatch.upload(file, by=actor)
            path = batch.file.name
            stage(batch, profile, actor)
            counts, is_kept = settle(batch, actor) if is_commit else (comparing.counts(batch), False)
            if not is_kept:
                transaction.set_rollback(True)
    except BaseException:
        forget(path)
        raise
    if not is_kept:
        forget(path)
    return {
        "file": batch.file_name,
        "profile": profile.name,
        "party": str(profile.party),
        "by": actor.user.email,
        **{name: counts[name] for name in TOLD},
        **{name: counts[name] for name in ("unknown", "conflict", "skipped", "repeat", "warnings")},
        "committed": is_kept,
        "batch": batch.public_id if is_kept else None,
    }


def stage(batch, profile, actor):
    """The sheet with the largest table, its columns as they are remembered."""
    with contents.kept_open(batch):
        chosen = contents.likeliest(contents.contents(batch))
        if chosen is None or not chosen["has_table"]:
            raise ValidationError("There is no table in the file.")
        table = max(chosen["tables"], key=lambda table: table["rows"])
        batch.choose_table(chosen["name"], table["header_row"], table["start"], by=actor)
        guess, _samples, others = contents.columns(batch)
        mapping, _changes = profile.lay_over(guess)
        more = [place for place, _where in others] if profile.mapping.get("more") else ()
        batch.choose_columns(mapping.to_json(), remember=True, more=more, title=guess.indicator, by=actor)


def settle(batch, actor):
    """(counts, whether it is imported): a file that changes nothing is no delivery."""
    try:
        batch.commit(by=actor)
    except NothingNew as nothing:
        return nothing.counts, False
    return batch.counts, True


def forget(path):
    if path:
        ImportBatch.file.field.storage.delete(path)


def summary(told):
    counted = ", ".join(f"{told[name]} {name}" for name in (*TOLD, "unknown", "conflict", "skipped"))
    return f"{told['file']}: {counted}\n" + (
        f"imported as {told['batch']}" if told["committed"] else "nothing kept"
    )
