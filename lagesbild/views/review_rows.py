"""The rows under a review, a page at a time: however large the file, no page holds more than fifty."""

from django.core.paginator import Paginator

from lagesbild.imports.overview import ROWS_AT_MOST, TABS
from lagesbild.models import ImportIssue

SHOWN = 50


class ReviewRows:
    """What one tab shows: compared cells, cells that could not be read, or both."""

    def __init__(self, batch, request):
        asked = request.GET.get("visa", "fel")
        self.tab = asked if asked in TABS else "fel"
        cells = Paginator(batch.overview.cells(self.tab), SHOWN)
        issues = Paginator(self.issues_of(batch, request.actor), SHOWN)
        self.longest = max(cells, issues, key=lambda pages: pages.num_pages)
        self.page_obj = self.longest.get_page(request.GET.get("page"))
        self.cells = self.of_page(cells)
        self.issues = self.of_page(issues)
        self.is_cut = cells.count >= ROWS_AT_MOST

    def issues_of(self, batch, actor):
        """What the reader said of the cells of this tab."""
        found = ImportIssue.objects.for_actor(actor).filter(batch=batch)
        wanted = {"fel": False, "varningar": True}.get(self.tab)
        return found.none() if wanted is None else found.filter(is_warning=wanted)

    def of_page(self, pages):
        number = self.page_obj.number
        return list(pages.page(number)) if number <= pages.num_pages else []
