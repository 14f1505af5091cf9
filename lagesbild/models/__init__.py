"""The nouns of the situational picture."""

from .attachment import SituationDocument
from .batch import RELEASERS, ImportBatch, ImportBatchGrant, NothingNew
from .cause import Cause, tree_of
from .decided import DecisionPicture
from .delivery import Delivery
from .edition import Approval, Edition
from .indicator import Indicator, Source
from .issue import ImportIssue
from .need import Evidence, Need, PriorityBasis
from .outlines import Outlines
from .period import Breakdown, Period
from .profile import IMPORTERS, ImportProfile
from .reach import Reach
from .reference import ReferenceFile
from .score import CRITERIA, ENDS, HIGHEST, LOWEST, Score, weigh, weighed_by
from .series import Trends
from .situation import PartyStance, SituationalPicture
from .staged import StagedValue
from .value import Value, column_letters

__all__ = [
    "CRITERIA",
    "ENDS",
    "HIGHEST",
    "IMPORTERS",
    "LOWEST",
    "RELEASERS",
    "Approval",
    "Breakdown",
    "Cause",
    "DecisionPicture",
    "Delivery",
    "Edition",
    "Evidence",
    "ImportBatch",
    "ImportBatchGrant",
    "ImportIssue",
    "ImportProfile",
    "Indicator",
    "Need",
    "NothingNew",
    "Outlines",
    "PartyStance",
    "Period",
    "PriorityBasis",
    "Reach",
    "ReferenceFile",
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
    "weighed_by",
]
