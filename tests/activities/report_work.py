"""Work to write a report of: two activities that all parties see, one that only its owner does, in an open round."""


def work_of(cast):
    cast.one = cast.activity("Ljus på vägen", parties=[cast.k, cast.p])
    cast.two = cast.activity("Vandringar", parties=[cast.p, cast.b], priority_area=cast.drugs, due_in=-3)
    cast.closed = cast.activity("Hemlig insats", parties=[cast.p], visibility="owners")
    cast.term = cast.round()
    report(cast, cast.one, cast.k, cast.alva, "on_track", "Lyktorna är beställda.")
    report(cast, cast.two, cast.p, cast.bo, "stopped", "Inga vandrare.", needs="Fler vandrare.")
    report(cast, cast.closed, cast.p, cast.bo, "on_track", "Ingen ska veta.")
    return cast


def report(cast, activity, party, who, status, text, **facts):
    part = activity.commitments.get(party=party)
    return part.report(status=status, text=text, in_round=cast.term, by=who, **facts)
