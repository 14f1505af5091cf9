"""The picture, a place, and the cell behind a figure."""

from django.http import Http404

from collab.models import Area
from collab.pages import DetailPage, Page
from lagesbild.forms import PictureFilter
from lagesbild.models import Need, SituationalPicture, Value
from lagesbild.models.place import Place


class PicturePage(Page):
    section = "lagesbild"
    template_name = "lagesbild/picture.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        form = PictureFilter(self.request.GET, actor=actor)
        situations = SituationalPicture.objects.for_actor(actor).analysed().with_approvals()
        situation = situations.newest_first().first()
        return super().get_context_data(form=form, picture=form.picture, situation=situation, **kwargs)


class ValuePage(Page):
    section = "lagesbild"
    template_name = "lagesbild/value.html"

    def get_context_data(self, **address):
        group = self.request.GET.get("grupp", "")
        seen = Value.objects.for_actor(self.request.actor).at(**address, group=group)
        value, earlier, replaced = seen.history()
        if value is None:
            raise Http404
        return super().get_context_data(value=value, earlier=earlier, replaced=replaced)


class AreaPage(DetailPage):
    section = "lagesbild"
    model = Area
    template_name = "lagesbild/area.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        place = Place(self.object, actor)
        needs = Need.objects.for_actor(actor).in_place(self.object)
        return super().get_context_data(place=place, needs=needs, **kwargs)
