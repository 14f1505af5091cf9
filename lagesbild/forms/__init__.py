"""What the pages of the situational picture ask for."""

from .columns import ColumnsForm
from .delivery import OrderForm, PublishingForm, ReviewSecrecyForm
from .imports import SameFileForm, TableForm, UndoForm, UploadForm
from .needs import CauseForm, ChoiceForm, EvidenceForm, FigureForm, IndicatorChoice, NeedForm
from .outlines import OutlinesForm, UseOutlinesForm
from .picture import IndicatorForm, PictureFilter
from .reference import ReferenceForm, WholeFileForm
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
    "OutlinesForm",
    "PictureFilter",
    "PublishingForm",
    "ReferenceForm",
    "RevealForm",
    "ReviewForm",
    "ReviewSecrecyForm",
    "SameFileForm",
    "ScoreForm",
    "SituationForm",
    "TableForm",
    "UndoForm",
    "UploadForm",
    "UseOutlinesForm",
    "WholeFileForm",
]
