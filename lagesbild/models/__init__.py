"""The nouns of the situational picture."""

from .attachment import SituationDocument
from .batch import RELEASERS, ImportBatch, ImportBatchGrant
from .cause import Cause, tree_of
from .decided import DecisionPicture
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
    "DecisionPicture",
    "Delivery",
    "Evidence",
    "ImportBatch",
    "ImportBatchGrant",
    "ImportIssue",
    "ImportProfile",
    "Indicator",
    "Need",
    "PartyStance",
    "Period",
    "PriorityBasis",
    "Score",
    "SituationDocument",
    "SituationalPicture",
    "Source",
    "StagedValue",
    "Trends",
    "Value",
    "column_letters",
    "tree_of",
    "weigh",
]
