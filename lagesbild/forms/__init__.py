"""What the pages of the situational picture ask for."""

from .imports import ColumnsForm, TableForm, UploadForm
from .picture import IndicatorForm, PictureFilter
from .review import ReviewForm

__all__ = ["ColumnsForm", "IndicatorForm", "PictureFilter", "ReviewForm", "TableForm", "UploadForm"]
