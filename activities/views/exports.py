"""The lists of joint work as files."""

from activities.lists import ActivityTable, CommitmentTable, RoundTable
from collab.export.pages import ExportPage


class ActivityExport(ExportPage):
    table = ActivityTable


class CommitmentExport(ExportPage):
    table = CommitmentTable


class RoundExport(ExportPage):
    table = RoundTable
