"""What stands around the work, as it stood on a day: names, priority areas, places, and what rests on what."""

from django.db.models import prefetch_related_objects

from agreements.models import AgreementArea, CollaborationAgreement, PriorityArea
from collab.history import as_of, is_first, recorded
from lagesbild.models import Evidence, PriorityBasis


def stood(rows, at):
    """Rows of one kind as they stood, in their order; what was registered first holds for the days before, too."""
    rows = list(rows)
    if at is None or not rows:
        return rows

    def since(version):
        return min(recorded(version), at) if is_first(version) else recorded(version)

    found = as_of(type(rows[0]), at, since=since, pgh_obj_id__in=[row.pk for row in rows])
    return [found[row.pk] for row in rows if row.pk in found]


def with_their(name, rows, at):
    """Rows with what they point to by `name` as that stood."""
    rows = list(rows)
    prefetch_related_objects(rows, name)
    if at is not None:
        found = {one.pk: one for one in stood({getattr(row, name) for row in rows}, at)}
        for row in rows:
            setattr(row, name, found.get(getattr(row, f"{name}_id"), getattr(row, name)))
    return rows


def of_agreement(model, agreement, at):
    """The rows of a model under an agreement as they stood; what was registered with it is as old as it is."""
    versions = CollaborationAgreement.versions.rel.related_model.objects.filter(pgh_obj_id=agreement.pk)
    begun = recorded(versions.earliest("pgh_id"))

    def since(version):
        return min(begun, at) if is_first(version) and recorded(version) == begun else recorded(version)

    return list(as_of(model, at, since=since, agreement_id=agreement.pk).values())


def priority_areas(agreement, at):
    """The priority areas of an agreement in its order."""
    if at is None:
        return list(agreement.priority_areas.order_by("order"))
    return sorted(of_agreement(PriorityArea, agreement, at), key=lambda area: (area.order, area.pk))


def places(agreement, at):
    """The keys of the places that an agreement prioritises."""
    rows = agreement.places.all() if at is None else of_agreement(AgreementArea, agreement, at)
    return {row.area_id for row in rows}


def measured(agreement, actor, at):
    """The keys of the indicators of the figures that the needs of an agreement rest on, one for each figure."""
    bases = PriorityBasis.objects.for_actor(actor)
    if at is None:
        needs = bases.filter(priority_area__agreement=agreement).values("need")
        rows = Evidence.objects.for_actor(actor).filter(need__in=needs)
        return list(rows.order_by().values_list("indicator", flat=True))
    areas = [area.pk for area in priority_areas(agreement, at)]
    needs = {row.need_id for row in as_of(PriorityBasis, at, priority_area_id__in=areas).values()}
    return [row.indicator_id for row in as_of(Evidence, at, need_id__in=needs).values()]
