"""A JSON-stat data set as rows of one table, one for each figure (json-stat.org, versions 1.2 and 2.0)."""

from itertools import product

from no_table import NoTable

# The most that is counted through; what the sheet may hold is limited by its reader.
FIGURES_AT_MOST = 20_000_000


def data_set_in(content):
    """The data set a file is, or the only one it wraps; None when it is no JSON-stat."""
    wrapped = [content, *content.values()] if isinstance(content, dict) else []
    found = [one for one in wrapped if isinstance(one, dict) and {"dimension", "value"} <= one.keys()]
    return found[0] if len(found) == 1 else None


def data_set_rows(data_set):
    """Headings, then the category of every dimension and the figure, or the mark of why it is not told."""
    dimensions = data_set["dimension"]
    names = data_set.get("id") or dimensions.get("id")
    if not names:
        raise NoTable
    categories = [categories_of(dimensions[name]["category"]) for name in names]
    size = 1
    for found in categories:
        size *= len(found)
    figures = figures_of(data_set["value"], size)
    marks = figures_of(data_set.get("status") or {}, size)
    yield [*(dimensions[name].get("label") or name for name in names), "Value"]
    for place, combination in enumerate(product(*categories)):
        figure = figures(place)
        yield [*combination, marks(place) if figure is None else figure]


def categories_of(category):
    """The labels of a dimension in order."""
    labels = category.get("label") or {}
    index = category.get("index") or list(labels)
    codes = sorted(index, key=index.get) if isinstance(index, dict) else index
    return [labels.get(code, code) for code in codes]


def figures_of(told, size):
    """How to ask for the figure at a place: they come as a list of all, or as an object of some."""
    if size > FIGURES_AT_MOST or (isinstance(told, list) and len(told) != size):
        raise NoTable
    if isinstance(told, list):
        return told.__getitem__
    return (lambda place: told.get(str(place))) if isinstance(told, dict) else (lambda place: told)
