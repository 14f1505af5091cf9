"""The event log: what happened to the rows one may see, newest first."""

from collab.events import LogFilter
from collab.models import AuditEvent
from collab.navigation import READS_LOG
from collab.pages import ListPage


class EventLog(ListPage):
    model = AuditEvent
    section = "log"
    template_name = "collab/log.html"
    filter_form = LogFilter
    paginate_by = None

    def allows(self, actor):
        return actor is not None and actor.role in READS_LOG

    def get_context_data(self, **kwargs):
        events = self.object_list.select_related("party")
        page, edge = events.page(before=self.filter.value("before"))
        return super().get_context_data(object_list=page, edge=edge, **kwargs)
