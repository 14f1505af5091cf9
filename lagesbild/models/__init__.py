"""The nouns of the situational picture."""

from .batch import RELEASERS, ImportBatch, ImportBatchGrant, NothingNew
from .cause import Cause, tree_of
from .delivery import Delivery
from .indicator import Indicator, Source
from .issue import ImportIssue
from .need import Evidence, Need, PriorityBasis
from .period import Breakdown, Period
from .profile import IMPORTERS, ImportProfile
from .score import CRITERIA, HIGHEST, LOWEST, Score, weigh
from .series import Trends
from .situation import PartyStance, SituationalPicture
from .value import StagedValue, Value, column_letters

__all__ = [
    "CRITERIA",
    "HIGHEST",
    "IMPORTERS",
    "LOWEST",
    "RELEASERS",
    "Breakdown",
    "Cause",
    "Delivery",
    "Evidence",
    "ImportBatch",
    "ImportBatchGrant",
    "ImportIssue",
    "ImportProfile",
    "Indicator",
    "Need",
    "NothingNew",
    "PartyStance",
    "Period",
    "PriorityBasis",
    "Score",
    "SituationalPicture",
    "Source",
    "StagedValue",
    "Trends",
    "Value",
    "column_letters",
    "tree_of",
    "weigh",
]
