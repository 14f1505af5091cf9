"""The nouns of the situational picture."""

from .batch import IMPORTERS, RELEASERS, ImportBatch, ImportBatchGrant, ImportIssue, ImportProfile
from .indicator import Indicator, Source
from .period import Breakdown, Period
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
