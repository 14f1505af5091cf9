"""What the pages of the situational picture ask for."""

from .imports import ColumnsForm, TableForm, UploadForm
from .picture import IndicatorForm, PictureFilter
from .review import ReviewForm
from .situation import (
    CauseForm,
    ChoiceForm,
    EvidenceForm,
    NeedForm,
    RevealForm,
    ScoreForm,
    SituationForm,
)

__all__ = [
    "CauseForm",
    "ChoiceForm",
    "ColumnsForm",
    "EvidenceForm",
    "IndicatorForm",
    "NeedForm",
    "PictureFilter",
    "RevealForm",
    "ReviewForm",
    "ScoreForm",
    "SituationForm",
    "TableForm",
    "UploadForm",
]
