"""What the pages of the situational picture ask for."""

from .delivery import OrderForm, PublishingForm, ReviewSecrecyForm
from .imports import ColumnsForm, TableForm, UploadForm
from .needs import CauseForm, ChoiceForm, EvidenceForm, FigureForm, IndicatorChoice, NeedForm
from .picture import IndicatorForm, PictureFilter
from .review import ReviewForm
from .situation import RevealForm, ScoreForm, SituationForm

__all__ = [
    "CauseForm",
    "ChoiceForm",
    "ColumnsForm",
    "EvidenceForm",
    "FigureForm",
    "IndicatorChoice",
    "IndicatorForm",
    "NeedForm",
    "OrderForm",
    "PictureFilter",
    "PublishingForm",
    "RevealForm",
    "ReviewForm",
    "ReviewSecrecyForm",
    "ScoreForm",
    "SituationForm",
    "TableForm",
    "UploadForm",
]
