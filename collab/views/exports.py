"""The lists of collab as files."""

from collab.export.pages import ExportPage
from collab.lists import LogTable, PartyTable, PeopleTable


class PartyExport(ExportPage):
    table = PartyTable


class PeopleExport(ExportPage):
    table = PeopleTable


class LogExport(ExportPage):
    table = LogTable
