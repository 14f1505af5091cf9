"""The nouns of the situational picture."""

from .batch import RELEASERS, ImportBatch, ImportBatchGrant
from .indicator import Indicator, Source
from .issue import ImportIssue
from .period import Breakdown, Period
from .profile import IMPORTERS, ImportProfile
from .series import Trends
from .value import StagedValue, Value, column_letters

__all__ = [
    "IMPORTERS",
    "RELEASERS",
    "Breakdown",
    "ImportBatch",
    "ImportBatchGrant",
    "ImportIssue",
    "ImportProfile",
    "Indicator",
    "Period",
    "Source",
    "StagedValue",
    "Trends",
    "Value",
    "column_letters",
]
