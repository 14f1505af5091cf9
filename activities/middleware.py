"""Answers some pages with how it was on another day, when the address asks for one."""

from .asking import asked_day


class AsOf:
    """With `?per=2024-12-31` the pages in `THEN` are those of that day: read from history, with nothing to fill in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, args, kwargs):
        from .views.then import THEN

        page = THEN.get(request.resolver_match.view_name)
        if page is None or asked_day(request) is None:
            return None
        return page(request, *args, **kwargs)
