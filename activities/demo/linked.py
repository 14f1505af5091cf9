"""The demo's dependencies and templates: what waits for what, and what is planned the same way every year."""

from activities.models import Activity, ActivityTemplate, Commitment, Dependency


def link(data, agreement, parties, people):
    """Let parts wait for parts, and save activities as templates, as the data say."""
    activities = Activity.objects.filter(priority_area__agreement=agreement)
    for row in data["wait"]:
        waiting, awaited = (part_of(row[end], agreement, parties) for end in ("waiting", "awaited"))
        Dependency.objects.make(waiting, awaited, by=people[row["by"]])
    for row in data["template"]:
        kept = activities.get(code=row["activity"])
        ActivityTemplate.objects.keep(kept, name=row["name"], by=people[row["by"]])


def part_of(end, agreement, parties):
    rows = Commitment.objects.filter(activity__priority_area__agreement=agreement)
    return rows.with_activity().get(activity__code=end["activity"], party=parties[end["party"]])
