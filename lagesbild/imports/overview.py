"""What the review of a draft shows: the counts, the causes, and the first of the rows, page by page.

Worked out anew for each page that asks; for a large file once by a worker, and kept until the draft or today's figures
change.
"""

from django.core.cache import cache

from . import comparing
from .causes import causes
from .conflicts import unsettled
from .questions import Questions

KEPT_SECONDS = 24 * 3600
ROWS_AT_MOST = 500
TABS = {
    "fel": ("unknown", "conflict"),
    "varningar": (),
    "andringar": ("changed",),
    "nya": ("new",),
    "alla": comparing.VERDICTS,
}


class Overview:
    """Answers for one draft as it stands now."""

    def __init__(self, batch):
        self.batch = batch

    @property
    def key(self):
        return f"import-review:{self.batch.public_id}:{self.batch.version}:{self.batch.last_number()}"

    def kept(self, name, work_out, *, afresh=False):
        if not self.batch.is_heavy:
            return work_out()
        found = None if afresh else cache.get(f"{self.key}:{name}")
        if found is None:
            cache.set(f"{self.key}:{name}", found := work_out(), KEPT_SECONDS)
        return found

    def work_out(self):
        """Work everything out that the page of a large file would have to wait for."""
        self.counts(afresh=True)
        self.questions(afresh=True)
        self.causes(afresh=True)
        self.torn(afresh=True)
        for tab in TABS:
            self.cells(tab, afresh=True)

    def counts(self, **options):
        return self.kept("counts", lambda: comparing.counts(self.batch), **options)

    def questions(self, **options):
        return self.kept("questions", lambda: Questions(self.batch).complete(), **options)

    def causes(self, **options):
        return self.kept("causes", lambda: causes(self.batch), **options)

    def torn(self, **options):
        """The figures with more than one value, while nothing is chosen for them."""
        return self.kept("torn", lambda: unsettled(self.batch), **options)

    def cells(self, tab, **options):
        verdicts = TABS.get(tab)
        if not verdicts:
            return []
        return self.kept(tab, lambda: comparing.cells(self.batch, verdicts, limit=ROWS_AT_MOST), **options)
