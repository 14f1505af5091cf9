"""No page goes unchecked: the pages of the picture, the imports and the mandate, and that no route is left out."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve
from django.views.generic.base import TemplateResponseMixin

from activities.models import Activity, ActivityTemplate, Dependency, Funding, Promise, SavedView, Step
from activities.snapshots.freezing import freeze
from activities.snapshots.setting import set_pdf
from agreements.models import Council, Decision, DecisionBody, Meeting, Seat
from collab.clock import today
from lagesbild.models import (
    CRITERIA,
    Cause,
    Delivery,
    ImportBatch,
    ImportProfile,
    Indicator,
    Need,
    Outlines,
    ReferenceFile,
    SituationalPicture,
)
from tests.browser import sign_in
from tests.lagesbild.sending import Wizard, csv
from tests.test_main_job import PAGES, faults_of, world  # noqa: F401

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
QUARTER = ("quarter", date(2026, 7, 1), date(2026, 9, 30))
SHEET = "Område;Kvartal;Antal\nNorra Ekby;Kv 3 2026;14\nOkända torget;Kv 3 2026;<5\n"
DELIVERED = "Område;Kvartal;Bränder\nNorra Ekby;Kv 1 2026;14\n"
MORE = {
    "alva": [
        "/avtal/overenskommelse/ny/", "/avtal/avsiktsforklaring/ny/", "{agreement}skriv-under/",
        "{declaration}skriv-under/", "{declaration}dokument/nytt/", "{agreement}ny-part/", "{declaration}ny-part/",
        "{signature}", "{signature}ta-tillbaka/", "{signed}", "{signed}ta-tillbaka/",
        "{agreement}efterfoljare/", "{agreement}omprova/", "{agreement}lamna/", "{agreement}lamna/?party={leaving}",
        "{declaration}lamna/?party={leaving}",
        "{decision}", "{decision}redigera/", "{declaration}beslut/nytt/", "/avtal/beslutsorgan/",
        "/avtal/beslutsorgan/nytt/", "{body}", "/avtal/rad/", "/avtal/rad/nytt/", "{council}", "{council}redigera/",
        "{council}platser/ny/", "{seat}", "{council}moten/nytt/", "{meeting}", "{meeting}redigera/", "{point}",
        "{meeting}dokument/nytt/", "{situation}dokument/nytt/",
        "{decision}dokument/nytt/", "{agreement}redigera/", "{declaration}redigera/",
        "{indicator}", "{indicator}andra/", "/lagesbild/indikatorer/ny/", "{value}", "{area}", "{delivery}",
        "/lagesbild/lagesbilder/", "/lagesbild/lagesbilder/ny/", "{situation}", "{situation}andra/",
        "{situation}bedom/",
        "{situation}visa/", "{situation}behov/nytt/", "{need}", "{need}andra/", "{need}val/", "{need}orsak/ny/",
        "{need}underlag/nytt/", "{need}underlag/nytt/?indikator={measure}", "{situation}utgava/1/",
        "{revealed}", "{weighed}", "{weighed}val/",
        "{cause}andra/", "{value}underlag/", "/underlag/", "/underlag/ny/", "{order}", "{order}publicerbar/",
        "/lagesbild/tackning/", "/lagesbild/tackning/?indikator={measure}",
        "{written}", "{written}frys/", "/rapporter/", "{frozen}", "{frozen}oppna-igen/", "{measures}", "/lagen/",
        "{agreement}?per={day}", "/aktiviteter/?per={day}",
        "{published}", "{view}", "/losenord/byt/", "/logga-ut/", "{part}", "{part}ta-bort/",
    ],
    "alva, planning": [
        "{shared}", "{shared}redigera/", "{shared}steg/nytt/", "{step}", "/finansiering/", "/finansiering/ny/",
        "{funding}",
        "/mallar/", "{template}", "{shared}mall/", "/aktiviteter/kopiera/?a={copied}",
        "{part}vantar-pa/", "{proposal}", "{proposal}anta/", "{proposal}skicka-tillbaka/", "{proposal}avboj/",
        "{asked}", "{asked}sta-fast/", "/profil/besked/",
    ],
    "bo": ["/", "{offer}", "{offer}avboj/", "{offer}be-om-andring/", "{plan}foresla/", "{plan}"],
    "ada, reference": [
        "/lagesbild/referensdata/", "/lagesbild/referensdata/ny/", "{reference}", "/lagesbild/kartor/",
        "/lagesbild/kartor/ny/", "{outlines}",
    ],
    "ada": ["/", "{draft}blad/", "{draft}kolumner/", "{draft}granska/", "/import/", "{busy}arbete/", "{again}samma/",
        "{done}angra/", "/import/kopplingar/", "{profile}"],
    "lea": ["{order}sekretess/", "{agreement}skriv-under/"],
    "cia": ["{sent}skickad/"],
}  # fmt: skip
# Pages that others check, or that hold nothing of their own.
ELSEWHERE = {
    "account_confirm_login_code": "a code by mail stands before it; its form is that of the way in",
    "account_request_login_code": "answers with the page of the way in",
    "account_set_password": "by the one who has none yet",
    "collab:kept_mail": "a mail, as it was sent",
    "collab:kept_mail_page": "a mail, as it was sent",
    "collab:operations": "for the technical administrator, who is checked by himself",
    "collab:act_as": "leads on",
    "collab:open_item": "leads on",
}


def places_of(world, client):  # noqa: F811
    """The addresses that MORE names."""
    world.decision = Decision.objects.create(
        declaration=world.declaration, matter="Trygghet", body="Kommunstyrelsen", outcome="approved"
    )
    body = DecisionBody.objects.create(party=world.k, name="Kommunstyrelsen", short="KS")
    council = Council(collaboration=world.ekby, name="Strategiskt råd", purpose="Leder arbetet.")
    council.begin(by=world.alva)
    seat = Seat(council=council, person=world.lea, position="Chef", is_leading=True)
    seat.take(by=world.alva)
    meeting = Meeting(council=council, held_on=today(), place="Rådhuset")
    meeting.call(by=world.alva, points=[{"title": "Läget", "notes": "Bra.", "decision": "Tänd lampan."}])
    measure = Indicator.objects.create(
        collaboration=world.ekby, name="Bränder", unit="antal", is_published=True
    )
    figure = {"indicator": measure, "area": world.north, "period": QUARTER, "number": 12}
    batch = ImportBatch.objects.deliver(by=world.alva, name="bränder.csv", rows=[figure])
    value = batch.values.get()
    activity = world.activity("Ljus på vägen", parties=[world.k, world.p, world.b])
    part = activity.commitments.get(party=world.p)
    sent = activity.commitments.get(party=world.b)
    sent.report(status="on_track", by=world.cia, in_round=world.agreement.rounds.get())
    client.force_login(world.ada.user)
    wizard = Wizard(client).read(csv(SHEET))
    busy = Wizard(client)
    busy.start(csv(SHEET))
    busy.batch.ask("read", by=world.ada)
    done = Wizard(client).read(csv(DELIVERED, name="bränder.csv"))
    done.review()
    again = Wizard(client)
    again.start(csv(DELIVERED, name="bränder.csv"))
    promise = Promise.objects.make(
        agreement=world.agreement,
        by=world.alva,
        text="Vi går åtta vandringar",
        target=8,
        unit="vandringar",
        starts_on=today(),
        ends_on=today(),
        parties={world.k: world.alva},
    )
    planned = planning(world, activity)
    [order] = Delivery.objects.order(
        [world.p], by=world.alva, title="Bränder", indicator=measure, period=value.period, due_on=today()
    )
    situation = SituationalPicture.objects.create(
        collaboration=world.ekby, title="Lägesbild", analysis="Därför."
    )
    need = Need.objects.create(situation=situation, title="Färre bränder", statement="Det brinner.")
    cause = Cause.objects.create(need=need, text="Mörkt")
    need.rest_on(value, remark="Flest", by=world.alva)
    need.place([world.safe], by=world.alva)
    activity.act_on([cause], by=world.alva)
    situation.score({need: dict.fromkeys(CRITERIA, 3)}, by=world.bo)
    kept = {"collaboration": world.ekby, "uploaded_by": world.ada, "file_name": "fil"}
    reference = ReferenceFile.objects.create(
        kind="sources", keys=["public_id", "name"], rows=[["", "Ny"], ["x", "Fel"]], numbers=[2, 3], **kept
    )
    square = [[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]
    outlines = Outlines.objects.create(
        system="wgs84",
        credit="Ekby",
        features=[
            {"properties": {"namn": name, "id": "1"}, "rings": [square]} for name in ("Norra Ekby", "Okänd")
        ],
        **kept,
    )
    revealed = SituationalPicture.objects.create(collaboration=world.ekby, title="Lägesbild förra året")
    weighed = Need.objects.create(situation=revealed, title="Färre bränder", is_chosen=True, rank=1)
    behind = Cause.objects.create(need=weighed, text="Mörkt", kind="social")
    Cause.objects.create(need=weighed, text="Trasig lampa", parent=behind)
    for actor, mark in ((world.bo, 5), (world.alva, 1), (world.cia, 1)):
        revealed.score({weighed: dict.fromkeys(CRITERIA, mark)}, by=actor)
    revealed.reveal(reason="Rådet möts.", by=world.alva)
    frozen = freeze(world.agreement, one_round=world.agreement.rounds.get(), by=world.alva)
    set_pdf(frozen.pk)
    view = SavedView.objects.keep(name="Våra sena", query="state=late", by=world.alva, for_party=True)
    signatures = [
        joint.signatures.create(
            party=world.b, name="Bea Berg", title="VD", signed_on=today(), entered_by=world.alva
        )
        for joint in (world.agreement, world.declaration)
    ]
    return {
        "signature": signatures[0].get_edit_url(),
        "signed": signatures[1].get_edit_url(),
        "leaving": world.p.public_id,
        "decision": world.decision.get_absolute_url(),
        "body": f"/avtal/beslutsorgan/{body.public_id}/",
        "council": council.get_absolute_url(),
        "seat": f"/avtal/platser/{seat.public_id}/",
        "meeting": meeting.get_absolute_url(),
        "point": f"/moten/punkter/{meeting.points.get().public_id}/ta-upp/",
        "agreement": world.agreement.get_absolute_url(),
        "declaration": world.declaration.get_absolute_url(),
        "indicator": measure.get_absolute_url(),
        "value": f"/lagesbild/kalla/{measure.public_id}/{world.north.public_id}/{value.period.code}/",
        "area": f"/lagesbild/omrade/{world.north.public_id}/",
        "measure": measure.public_id,
        "order": order.get_absolute_url(),
        "outlines": outlines.get_absolute_url(),
        "reference": reference.get_absolute_url(),
        "situation": situation.get_absolute_url(),
        "need": need.get_absolute_url(),
        "revealed": revealed.get_absolute_url(),
        "weighed": weighed.get_absolute_url(),
        "cause": f"/lagesbild/orsak/{cause.public_id}/",
        "delivery": batch.get_absolute_url(),
        "view": f"/vyer/{view.public_id}/",
        "published": promise.get_absolute_url(),
        "part": f"/delar/{part.public_id}/",
        "written": f"/rapporter/utkast/{world.agreement.public_id}/",
        "frozen": frozen.get_absolute_url(),
        "measures": f"/atgardsplan/{world.agreement.public_id}/",
        "day": (today() - timedelta(days=1)).isoformat(),
        "draft": f"/import/{wizard.batch.public_id}/",
        "busy": f"/import/{busy.batch.public_id}/",
        "done": f"/import/{done.batch.public_id}/",
        "again": f"/import/{again.batch.public_id}/",
        "profile": ImportProfile.objects.get().get_absolute_url(),
        "sent": sent.get_report_url(),
        **planned,
    }


def planning(world, shared):  # noqa: F811
    """Offers, a proposal and a draft, a step, a funding, a template, and a part that waits for another."""
    part, ours = shared.commitments.get(party=world.p), shared.commitments.get(party=world.k)
    step = Step(commitment=ours, text="Boka lokal", due_on=today())
    step.take_on(by=world.alva)
    Dependency.objects.make(part, ours, by=world.bo)
    funding = Funding.objects.create(collaboration=world.ekby, name="Brå-bidrag", applied_by=today())
    offered = [
        Activity.objects.plan(
            priority_area=world.safe,
            title=title,
            parts=[
                {"party": world.k, "text": "Leda"},
                {"party": world.p, "text": "Delta", "contact": world.bo},
            ],
            by=world.alva,
        )
        for title in ("Erbjuden sak", "Ändrad sak")
    ]
    waiting, asked = [one.offers.get() for one in offered]
    asked.ask(text="Delta en gång", due_on=asked.commitment.due_on, by=world.bo)
    parts = [{"party": world.p, "text": "Vår del"}]
    proposed, draft = [
        Activity.objects.plan(
            priority_area=world.safe, title=title, visibility="draft", parts=parts, by=world.bo
        )
        for title in ("Vårt förslag", "Vårt utkast")
    ]
    return {
        "shared": shared.get_absolute_url(),
        "copied": shared.public_id,
        "step": f"/steg/{step.public_id}/",
        "funding": f"/finansiering/{funding.public_id}/",
        "template": f"/mallar/{ActivityTemplate.objects.keep(shared, name='Ljus', by=world.alva).public_id}/",
        "proposal": f"/forslag/{proposed.propose(by=world.bo).public_id}/",
        "offer": f"/erbjudanden/{waiting.public_id}/",
        "asked": f"/erbjudanden/{asked.public_id}/",
        "plan": draft.get_absolute_url(),
    }


@pytest.mark.parametrize("who", MORE)
def test_the_pages_beside_the_main_job_are_accessible_and_fit(page, live_server, client, world, who):  # noqa: F811
    places, faults = places_of(world, Client()), []
    sign_in(page, live_server, client, getattr(world, who.partition(",")[0]))
    for address in MORE[who]:
        faults += faults_of(page, live_server.url + address.format(**places), address)
    assert not faults


def page_routes(patterns=None, space=""):
    """The name of every address that answers with a page of its own."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", None)
            if view and issubclass(view, TemplateResponseMixin) and "get" in view.http_method_names:
                yield f"{space}{pattern.name}"
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from page_routes(pattern.url_patterns, inner)


# An address of each kind that the lists name, so that its route is known without a row.
SAMPLES = {
    "activity": "/aktiviteter/x/", "agreement": "/avtal/overenskommelse/x/", "answer": "/svar/x/",
    "answered": "/svar/x/skickad/", "area": "/lagesbild/omrade/x/", "closed": "x", "comment": "/kommentarer/x/",
    "decision": "/avtal/beslut/x/",
    "declaration": "/avtal/avsiktsforklaring/x/", "delivery": "/import/x/", "document": "/dokument/x/",
    "draft": "/import/x/", "busy": "/import/x/", "done": "/import/x/",
    "again": "/import/x/", "profile": "/import/kopplingar/x/",
    "indicator": "/lagesbild/indikator/x/", "member": "/anvandare/x/",
    "occasion": "/tillfallen/x/", "own_part": "/delar/x/", "part": "/delar/x/",
    "party": "/parter/x/", "place": "/platser/x/", "promise": "/loften/x/", "published": "/loften/x/",
    "report": "/rapportera/x/", "report_for": "/rapportera/x/pa-uppdrag/", "round": "x", "sent": "/rapportera/x/",
    "subject": "/prioriterade-omraden/x/", "upload": "/mina-ataganden/excel/x/",
    "asked": "/erbjudanden/x/", "copied": "x", "funding": "/finansiering/x/", "offer": "/erbjudanden/x/",
    "plan": "/aktiviteter/x/", "proposal": "/forslag/x/", "shared": "/aktiviteter/x/", "step": "/steg/x/",
    "template": "/mallar/x/", "situation": "/lagesbild/lagesbilder/x/", "need": "/lagesbild/behov/x/",
    "cause": "/lagesbild/orsak/x/", "outlines": "/lagesbild/kartor/x/",
    "revealed": "/lagesbild/lagesbilder/x/", "weighed": "/lagesbild/behov/x/",
    "signature": "/avtal/underskrift/x/", "signed": "/avtal/forklaringens-underskrift/x/", "leaving": "x",
    "body": "/avtal/beslutsorgan/x/", "council": "/avtal/rad/x/", "seat": "/avtal/platser/x/",
    "meeting": "/avtal/moten/x/", "point": "/moten/punkter/x/ta-upp/",
    "reference": "/lagesbild/referensdata/x/", "order": "/underlag/x/", "measure": "x",
    "value": "/lagesbild/kalla/x/y/year-2026/", "view": "/vyer/x/",
    "written": "/rapporter/utkast/x/", "frozen": "/rapporter/x/", "measures": "/atgardsplan/x/", "day": "2026-01-01",
}  # fmt: skip


def test_every_page_there_is_has_been_given_to_the_checker():
    addresses = [address for lists in (PAGES, MORE) for rows in lists.values() for address in rows]
    checked = {resolve(one.format(**SAMPLES).partition("?")[0]).view_name for one in addresses}
    assert set(page_routes()) - checked - set(ELSEWHERE) == set()
