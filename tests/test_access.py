"""Every route × every kind of person. A new route is red until somebody has decided who may.

A cell says what a person meets, by GET and by POST alike: `in` (a page, a redirect, or a refusal in words), 403 is
seen but not allowed, 404 is as if absent, `login` is sent to the sign-in page. The activity, its parts and the
imports are owned by the municipality (K) and the police (P): Bo is contact and Lea lead at P, Alva coordinates at
K, Ada keeps its lägesbild, Rut reads there. Cia's company sees without owning. Omar's party takes no part, Zoe
coordinates another municipality, Eli was elected, Tor looks after the installation.
"""

import re
from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from activities.models import (
    Activity,
    ActivityDocument,
    ActivityTemplate,
    CalendarFeed,
    Comment,
    Dependency,
    Funding,
    Promise,
    SavedView,
    Step,
    WorkbookUpload,
)
from activities.reminders.mail_links import MailLink
from activities.snapshots.freezing import freeze
from activities.snapshots.setting import set_pdf
from activities.workbook.reading import Read
from agreements.models import Council, Decision, DecisionBody, Meeting, Seat
from collab.clock import today
from collab.documents.examining import examine
from collab.management.commands.list_routes import routes
from collab.notify import tell
from lagesbild.models import (
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
from tests.collab.documents.files import pdf

pytestmark = pytest.mark.django_db

QUARTER = ("quarter", date(2026, 7, 1), date(2026, 9, 30))
PEOPLE = ["nobody", "tor", "zoe", "omar", "eli", "rut", "cia", "bo", "lea", "alva", "ada"]
MATRIX = """
# route                        subject     nobody tor zoe   omar  eli   rut   cia   bo    lea   alva  ada
account_change_password        -           login in    in    in    in    in    in    in    in    in    in
account_confirm_login_code     -           login in    in    in    in    in    in    in    in    in    in
account_logout                 -           in    in    in    in    in    in    in    in    in    in    in
account_set_password           -           login in    in    in    in    in    in    in    in    in    in
activities:add_commitment      activity    login 404   404   404   404   403   403   403   403   in    403
activities:add_step            activity    login 404   404   404   404   403   403   in    in    in    403
activities:edit_step           step        login 403   404   404   404   403   403   in    in    in    403
activities:finish_step         step        login 403   404   404   404   403   403   in    in    in    403
activities:resume_step         step        login 403   404   404   404   403   403   in    in    in    403
activities:remove_step         step        login 403   404   404   404   403   403   in    in    in    403
activities:fundings            -           login 403   in    in    in    in    in    in    in    in    in
activities:create_funding      -           login 403   in    403   403   403   403   403   403   in    in
activities:edit_funding        funding     login 403   404   403   404   403   403   403   403   in    in
activities:add_document        activity    login 404   404   404   404   403   in    in    in    in    403
activities:close_round         round       login 403   404   404   404   403   403   403   403   in    403
activities:appoint_contact     part        login 403   404   404   404   403   403   in    in    in    403
activities:calendar            -           login 403   in    in    403   403   in    in    in    in    403
activities:calendar_end        feed        login 403   404   404   404   404   404   in    404   404   404
activities:comment             activity    login 404   404   404   404   403   in    in    in    in    403
activities:create              -           login 403   in    403   403   403   in    in    in    in    403
activities:copy                -           login 403   in    403   403   403   in    in    in    in    403
activities:create_round        -           login 403   in    403   403   403   403   403   403   in    403
activities:count_promise       promise     login 404   404   404   404   403   403   in    in    in    403
activities:create_promise      -           login 403   in    403   403   403   in    in    in    in    403
activities:detail              activity    login 403   404   404   404   in    in    in    in    in    in
activities:edit                activity    login 403   404   404   404   403   403   403   403   in    403
activities:edit_comment        comment     login 403   404   404   404   403   403   in    403   403   403
activities:edit_occasion       occasion    login 403   404   404   404   403   403   in    in    in    403
activities:edit_promise        promise     login 403   404   404   404   403   403   403   403   in    403
activities:edit_commitment     part        login 403   404   404   404   403   403   in    in    in    403
activities:export              kind        login 403   in    in    403   in    in    in    in    in    in
activities:export_commitments  kind        login 403   in    in    403   in    in    in    in    in    in
activities:export_round        kind        login 403   in    in    403   in    in    in    in    in    in
activities:edit_round          round       login 403   404   404   404   403   403   403   403   in    403
activities:follow_up           -           login 403   in    in    in    in    in    in    in    in    in
activities:snapshots           -           login 403   in    in    in    in    in    in    in    in    in
activities:report_draft        agreement   login 403   404   404   403   in    in    in    in    in    in
activities:report_draft_file   draft_pdf   login 403   404   404   403   in    in    in    in    in    in
activities:freeze_report       agreement   login 404   404   404   404   403   403   403   403   in    403
activities:snapshot            snapshot    login 403   404   404   404   in    in    in    in    in    in
activities:snapshot_file       frozen_pdf  login 403   404   404   404   in    in    in    in    in    in
activities:publish_snapshot    snapshot    login 403   404   404   404   403   403   403   403   in    403
activities:reopen_snapshot     snapshot    login 404   404   404   404   403   403   403   403   in    403
activities:plan                agreement   login 403   404   404   403   in    in    in    in    in    in
activities:plan_file           agreement   login 403   404   404   403   in    in    in    in    in    in
activities:export_plan         kind        login 403   404   404   403   404   404   404   404   404   404
activities:law                 -           login 403   in    in    403   in    in    in    in    in    in
activities:judge               activity    login 404   404   404   404   403   403   403   403   in    403
activities:hand_over           member      login 404   404   403   403   403   403   in    in    in    403
activities:inheritance         -           login 403   in    in    in    in    in    in    in    in    in
activities:keep_template       activity    login 404   404   404   404   403   403   403   403   in    403
activities:list                -           login 403   in    in    in    in    in    in    in    in    in
activities:not_carried_out     -           login 403   in    in    in    in    in    in    in    in    in
activities:make_wait           part        login 404   404   404   404   403   403   in    in    in    403
activities:nudge               part        login 403   404   404   404   403   403   403   403   in    403
activities:overview            -           login in    in    in    in    in    in    in    in    in    in
activities:promise             promise     login 403   404   404   404   in    in    in    in    in    in
activities:promises            -           login 403   in    in    in    in    in    in    in    in    in
activities:publish_promise     promise     login 403   404   404   404   403   403   403   403   in    403
activities:place               area        login 403   404   in    in    in    in    in    in    in    in
activities:remove_commitment   part        login 404   404   404   404   403   403   403   403   in    403
activities:remove_template     template    login 403   404   403   404   404   403   403   403   in    404
activities:rename_template     template    login 404   404   403   404   404   403   403   403   in    404
activities:reopen_round        round       login 404   404   404   404   403   403   403   403   in    403
activities:accept_offer        offer       login 403   404   404   404   403   403   in    in    403   403
activities:adopt               proposal    login 404   404   404   404   404   404   403   403   in    404
activities:agree_to_change     offer       login 403   404   404   404   403   403   403   403   in    403
activities:ask_for_change      offer       login 404   404   404   404   403   403   in    in    403   403
activities:decline_offer       offer       login 404   404   404   404   403   403   in    in    403   403
activities:decline_proposal    proposal    login 404   404   404   404   404   404   403   403   in    404
activities:keep_offer          offer       login 404   404   404   404   403   403   403   403   in    403
activities:offer               offer       login 403   404   404   404   in    in    in    in    in    in
activities:proposal            proposal    login 403   404   404   404   404   404   in    in    in    404
activities:propose             draft       login 404   404   404   404   404   404   in    in    404   404
activities:send_back           proposal    login 404   404   404   404   404   404   403   403   in    404
activities:take_back_proposal  proposal    login 403   404   404   404   404   404   in    in    403   404
activities:report              part        login 404   404   404   404   403   403   in    in    403   403
activities:report_for          part        login 404   404   404   404   403   403   403   403   in    403
activities:report_sent         part        login 403   404   404   404   403   403    404   404   403   403
activities:saved_views         -           login 403   in    in    in    in    in    in    in    in    in
activities:save_view           -           login 403   in    in    in    in    in    in    in    in    in
activities:change_view         view        login 404   404   404   404   404   404   403   in    404   404
activities:remove_view         view        login 403   404   404   404   404   404   403   in    404   404
activities:share_view          own_view    login 403   404   404   404   404   404   404   in    404   404
activities:search              -           login 403   in    in    in    in    in    in    in    in    in
activities:stop_waiting        dependency  login 403   404   404   404   403   403   in    in    in    403
activities:settle              -           login 403   in    in    in    in    in    in    in    in    in
activities:share               activity    login 404   404   404   404   403   403   403   403   in    403
activities:take_back_occasion  occasion    login 404   404   404   404   403   403   in    in    in    403
activities:subject             priority    login 403   404   404   404   in    in    in    in    in    in
agreements:add_declaration_document declaration login 404 404 404   404   403   403   403   403   in    403
agreements:add_meeting_document meeting    login 404 404   404   403   403   404   403   403   in    404
agreements:add_seat            council     login 404 404   404   403   403   404   403   403   in    404
agreements:bodies              -           login 403 in    in    in    in    in    in    in    in    in
agreements:call_meeting        council     login 404 404   404   403   403   404   403   403   in    404
agreements:council             council     login 403 404   404   in    in    404   in    in    in    404
agreements:councils            -           login 403 in    in    in    in    in    in    in    in    in
agreements:create_body         -           login 403 in    403   403   403   403   403   in    in    403
agreements:create_council      -           login 403 in    403   403   403   403   403   403   in    403
agreements:edit_body           body        login 403 404   403   403   403   403   403   403   in    403
agreements:edit_council        council     login 403 404   404   403   403   404   403   403   in    404
agreements:edit_decision       decision    login 403 404   404   404   403   403   403   403   in    403
agreements:edit_meeting        meeting     login 403 404   404   403   403   404   403   403   in    404
agreements:edit_seat           seat        login 403 404   404   403   403   404   403   403   in    404
agreements:meeting             meeting     login 403 404   404   in    in    404   in    in    in    404
agreements:register_decision   declaration login 404 404   404   404   403   403   403   in    in    403
activities:take_point          point       login 404 404   404   403   403   404   in    in    in    404
activities:make_pack           meeting     login 403 404   404   403   403   404   403   403   in    404
lagesbild:add_situation_document situation login 404 404   in    404   403   in    in    in    in    403
agreements:add_decision_document decision  login 404   404   404   404   403   403   403   403   in    403
agreements:add_document        agreement   login 404   404   404   404   403   403   403   403   in    403
activities:templates           -           login 403   in    403   403   403   in    in    in    in    403
activities:unjudge             activity    login 403   404   404   404   403   403   403   403   in    403
activities:workbook            -           login 403   in    in    403   403   in    in    in    in    403
activities:workbook_discard    upload      login 403   404   404   403   403   404   in    404   404   403
activities:workbook_errors     upload      login 403   404   404   403   403   404   in    404   404   403
activities:workbook_file       -           login 403   in    in    403   403   in    in    in    in    403
activities:withdraw_comment    comment     login 403   404   404   404   403   403   in    403   403   403
activities:workbook_review     upload      login 404   404   404   404   404   404   in    404   404   404
agreements:decision            decision    login 403   404   404   404   in    in    in    in    in    in
agreements:declaration         declaration login 403   404   404   404   in    in    in    in    in    in
agreements:detail              agreement   login 403   404   404   404   in    in    in    in    in    in
agreements:edit                agreement   login 403   404   404   404   403   403   403   403   in    403
agreements:edit_declaration    declaration login 403   404   404   404   403   403   403   403   in    403
agreements:export_decisions    kind        login 403   in    in    in    in    in    in    in    in    in
agreements:add_declaration_document declaration login 404 404 404 404 403   403   403   403   in    403
agreements:create              -           login 403   in    403   403   403   403   403   403   in    403
agreements:create_declaration  -           login 403   in    403   403   403   403   403   403   in    403
agreements:admit               agreement   login 404   404   404   404   403   403   403   403   in    403
agreements:admit_to_declaration declaration login 404  404   404   404   403   403   403   403   in    403
agreements:sign                agreement   login 404   404   404   404   403   403   403   in    in    403
agreements:sign_declaration    declaration login 404   404   404   404   403   403   403   in    in    403
agreements:correct_agreement_signature signature login 403 404 404 404 403 403   403   in    in    403
agreements:withdraw_agreement_signature signature login 404 404 404 404 403 403  403   in    in    403
agreements:correct_declaration_signature signed login 403 404 404  404   403   403   403   in    in    403
agreements:withdraw_declaration_signature signed login 404 404 404 404   403   403   403   in    in    403
activities:succeed             agreement   login 404   404   404   404   403   403   403   403   in    403
activities:reconsider          agreement   login 404   404   404   404   403   403   403   403   in    403
activities:leave               agreement   login 404   404   404   404   403   403   403   403   in    403
activities:leave_declaration   declaration login 404   404   404   404   403   403   403   403   in    403
agreements:list                -           login 403   in    in    in    in    in    in    in    in    in
collab:act_as                  -           login 403   404   404   404   404   404   404   404   404   404
collab:document                document    login 403   404   404   404   in    in    in    in    in    in
collab:document_file           document    login 403   404   404   404   in    in    in    in    in    in
collab:document_version        version     login 403   404   404   404   in    in    in    in    in    in
collab:edit_document           document    login 403   404   404   404   403   403   in    in    403   403
collab:ask_for_login           party       login 403   404   403   403   403   403   403   in    in    403
activities:end_membership      member      login 404   404   403   403   403   403   403   in    in    403
collab:export_log              kind        login 403   in    403   403   in    403   403   in    in    in
collab:export_parties          kind        login 403   in    in    403   in    in    in    in    in    in
collab:export_people           kind        login 403   in    403   403   403   403   403   in    in    403
collab:inbox                   -           login 403   in    in    in    in    in    in    in    in    in
collab:invite                  -           login 403   in    403   403   403   403   403   in    in    403
collab:log                     -           login 403   in    403   403   in    403   403   in    in    in
collab:membership              member      login 404   404   403   403   403   403   403   in    in    403
collab:more                    -           login 403   in    in    in    in    in    in    in    in    in
collab:open_item               told        login 403   404   404   404   404   404   in    404   404   404
collab:operations              -           login in    403   403   403   403   403   403   403   403   403
collab:parties                 -           login 403   in    in    in    in    in    in    in    in    in
collab:party                   party       login 403   404   in    in    in    in    in    in    in    in
collab:people                  -           login 403   in    403   403   403   403   403   in    in    403
collab:notices                 -           login 403   in    in    in    in    in    in    in    in    in
collab:profile                 -           login in    in    in    in    in    in    in    in    in    in
collab:read_inbox              -           login 403   in    in    in    in    in    in    in    in    in
collab:remove_document         document    login 404   404   404   404   403   403   in    in    403   403
collab:replace_document        document    login 404   404   404   404   403   403   in    in    403   403
collab:shortcuts               -           login 403   in    in    in    in    in    in    in    in    in
lagesbild:area                 area        login 403   404   in    in    in    in    in    in    in    in
lagesbild:export_imports       kind        login 403   in    in    403   in    in    in    in    in    in
lagesbild:export_indicators    kind        login 403   in    in    403   in    in    in    in    in    in
lagesbild:export_picture       kind        login 403   in    in    403   in    in    in    in    in    in
lagesbild:export_values        kind        login 403   in    in    403   in    in    in    in    in    in
lagesbild:import_columns       batch       login 404   404   404   404   404   404   404   404   404   404
lagesbild:import_detail        batch       login 403   404   404   404   404   404   in    in    404   404
lagesbild:import_discard       batch       login 403   404   404   404   404   404   in    in    404   404
lagesbild:import_file          -           login 403   in    in    403   403   in    in    in    in    in
lagesbild:import_release       batch       login 403   404   404   404   404   404   403   in    404   404
lagesbild:import_review        batch       login 404   404   404   404   404   404   404   404   404   404
lagesbild:import_sheet         batch       login 404   404   404   404   404   404   in    in    404   404
lagesbild:import_same          batch       login 404   404   404   404   404   404   in    in    404   404
lagesbild:import_next          batch       login 403   404   404   404   404   404   in    in    404   404
lagesbild:export_error_rows    batch_kind  login 403   404   404   403   403   404   404   404   404   404
lagesbild:profiles             -           login 403   in    in    in    in    in    in    in    in    in
lagesbild:profile              profile     login 403   404   404   404   404   404   in    in    404   404
lagesbild:profile_forget       profile     login 403   404   404   404   404   404   in    in    404   404
lagesbild:import_work          batch       login 403   404   404   404   404   404   in    in    404   404
lagesbild:import_undo          batch       login 404   404   404   404   404   404   in    in    404   404
lagesbild:imports              -           login 403   in    in    in    in    in    in    in    in    in
lagesbild:indicator            indicator   login 403   404   in    404   in    in    in    in    in    in
lagesbild:indicator_create     -           login 403   in    403   403   403   403   403   403   in    in
lagesbild:indicator_edit       indicator   login 403   404   403   404   403   403   403   403   in    in
lagesbild:indicators           -           login 403   in    in    in    in    in    in    in    in    in
lagesbild:export_reference_areas kind      login 403   in    403   403   403   403   403   403   in    in
lagesbild:export_reference_indicators kind login 403   in    403   403   403   403   403   403   in    in
lagesbild:export_reference_sources kind    login 403   in    403   403   403   403   403   403   in    in
lagesbild:reference            -           login 403   in    403   403   403   403   403   403   in    in
lagesbild:reference_create     -           login 403   in    403   403   403   403   403   403   in    in
lagesbild:reference_file       reference   login 404   404   404   404   404   404   404   404   in    in
lagesbild:outlines_list        -           login 403   in    403   403   403   403   403   403   in    in
lagesbild:outlines_create      -           login 403   in    403   403   403   403   403   403   in    in
lagesbild:outlines             outlines    login 404   404   404   404   404   404   404   404   in    in
lagesbild:outlines_remove      outlines    login 403   404   404   404   404   404   404   404   in    in
lagesbild:picture              -           login 403   in    in    in    in    in    in    in    in    in
lagesbild:value                value       login 403   404   404   404   404   404   in    in    404   404
lagesbild:coverage             -           login 403   in    in    in    in    in    in    in    in    in
lagesbild:deliveries           -           login 403   in    in    in    in    in    in    in    in    in
lagesbild:delivery_order       -           login 403   in    403   403   403   403   403   403   in    in
lagesbild:delivery             order       login 403   404   404   404   404   404   in    in    in    in
lagesbild:delivery_review      order       login 404   404   404   404   404   404   403   in    403   403
lagesbild:delivery_publish     order       login 404   404   404   404   404   404   403   403   in    in
lagesbild:delivery_nudge       order       login 403   404   404   404   404   404   403   403   in    in
lagesbild:delivery_withdraw    order       login 403   404   404   404   404   404   403   403   in    in
lagesbild:situations           -           login 403   in    in    in    in    in    in    in    in    in
lagesbild:situation_create     -           login 403   in    403   403   403   403   403   403   in    in
lagesbild:situation            situation   login 403   404   in    404   in    in    in    in    in    in
lagesbild:situation_edition    edition     login 403   404   in    404   in    in    in    in    in    in
lagesbild:situation_edit       situation   login 403   404   403   404   403   403   403   403   in    in
lagesbild:situation_approve    situation   login 403   404   403   404   403   403   403   in    in    403
lagesbild:situation_score      situation   login 404   404   in    404   403   in    in    in    in    403
lagesbild:situation_reveal     situation   login 404   404   403   404   403   403   403   403   in    in
lagesbild:need_create          situation   login 404   404   403   404   403   403   403   403   in    in
lagesbild:need                 need        login 403   404   in    404   in    in    in    in    in    in
lagesbild:need_edit            need        login 403   404   403   404   403   403   403   403   in    in
lagesbild:need_choose          need        login 404   404   403   404   403   403   403   403   in    in
lagesbild:need_rest            need        login 404   404   403   404   403   403   403   403   in    in
lagesbild:cause_create         need        login 404   404   403   404   403   403   403   403   in    in
lagesbild:cause_edit           cause       login 403   404   403   404   403   403   403   403   in    in
lagesbild:cause_up             cause       login 403   404   403   404   403   403   403   403   in    in
lagesbild:cause_down           cause       login 403   404   403   404   403   403   403   403   in    in
lagesbild:evidence_create      value       login 403   404   404   404   404   404   403   403   404   404
lagesbild:evidence_remove      evidence    login 403   404   404   404   404   404   403   403   404   404
"""
# The same answer for everybody, and why that is right.
PUBLIC = {
    "account_login": ("-", "in"),  # the way in
    "account_request_login_code": ("-", "in"),  # the way in
    "activities:calendar_feed": ("token", "404"),  # a secret address instead of a sign-in
    "collab:accessibility": ("-", "in"),  # the act on accessible public services asks for it
    "collab:personal_data": ("-", "in"),  # what is kept about people is no secret
    "collab:contact": ("-", "in"),  # names nobody to the world
    "collab:components": ("-", "in"),  # made-up rows, and only in the demo
    "collab:outbox": ("-", "in"),  # only in the demo
    "activities:answer": ("link", "in"),  # the signed link is the right: of one report, to who got the mail
    "activities:answered": ("link", "410"),  # nothing was sent by it yet
    "collab:kept_mail": ("mail", "404"),
    "collab:kept_mail_page": ("mail", "404"),
    "healthz": ("-", "in"),  # says nothing but that it answers
}


def table():
    """{route: (subject, {person: cell})} as written above."""
    lines = (line.split("#")[0].split() for line in MATRIX.strip().splitlines())
    return {line[0]: (line[1], dict(zip(PEOPLE, line[2:], strict=True))) for line in lines if line}


@pytest.fixture(params=["cast", "seeded_cast"])
def world(request, settings, tmp_path):
    """The cast, in its own municipality and in one that a seed loads, with a row of everything that has an address."""
    settings.DOCUMENTS_DIR = tmp_path / "documents"
    cast = request.getfixturevalue(request.param)
    cast.neighbour()
    cast.shared = cast.activity("Ljus på vägen")
    cast.part = cast.shared.commitments.get(party=cast.p)
    cast.offer = cast.shared.offers.create(party=cast.p, commitment=cast.part, made_by=cast.alva)
    cast.draft, cast.other = [
        Activity.objects.plan(
            priority_area=cast.safe,
            title=title,
            visibility="draft",
            parts=[{"party": cast.p, "text": "Vår del"}],
            by=cast.bo,
        )
        for title in ("Utkast", "Förslag")
    ]
    cast.proposal = cast.other.propose(by=cast.bo)
    cast.waits = Dependency.objects.make(cast.part, cast.shared.commitments.get(party=cast.k), by=cast.bo)
    cast.step = Step(commitment=cast.part, text="Boka lokal", due_on=today())
    cast.step.take_on(by=cast.bo)
    cast.funding = Funding.objects.create(collaboration=cast.ekby, name="Brå-bidrag")
    cast.template = ActivityTemplate.objects.keep(cast.shared, name="Ljus", by=cast.alva)
    cast.asking = cast.round()
    cast.decision = Decision.objects.create(
        declaration=cast.declaration,
        matter="Trygghet",
        body="Kommunstyrelsen",
        outcome=Decision.Outcome.APPROVED,
    )
    cast.signature, cast.signed = [
        joint.signatures.create(
            party=cast.p, name="Lea", title="Chef", signed_on=today(), entered_by=cast.lea
        )
        for joint in (cast.agreement, cast.declaration)
    ]
    cast.body = DecisionBody.objects.create(party=cast.k, name="Kommunfullmäktige")
    cast.council = Council(collaboration=cast.ekby, name="Strategiskt råd")
    cast.council.begin(by=cast.alva)
    cast.seat = Seat(council=cast.council, person=cast.lea)
    cast.seat.take(by=cast.alva)
    cast.meeting = Meeting(council=cast.council, held_on=today())
    cast.meeting.call(by=cast.alva, points=[{"title": "Läget"}])
    cast.measure = Indicator.objects.create(
        collaboration=cast.ekby, name="Bränder", unit="antal", is_published=True
    )
    figure = {"indicator": cast.measure, "area": cast.north, "period": QUARTER, "number": 12}
    cast.batch = ImportBatch.objects.deliver(by=cast.bo, name="bränder.csv", rows=[figure], release=False)
    cast.value = cast.batch.values.get()
    kept = {"collaboration": cast.ekby, "uploaded_by": cast.ada, "file_name": "fil"}
    cast.outlines = Outlines.objects.create(system="wgs84", credit="Ekby", **kept)
    cast.reference = ReferenceFile.objects.create(kind="sources", keys=["public_id", "name"], **kept)
    cast.profile = ImportProfile.objects.create(
        collaboration=cast.ekby, party=cast.p, name="bränder.csv", headers=["Område"], mapping={"columns": {}}
    )
    [cast.order] = Delivery.objects.order(
        [cast.p], by=cast.alva, title="Brott", period=cast.value.period, due_on=today()
    )
    cast.situation = SituationalPicture.objects.create(collaboration=cast.ekby, title="Lägesbild")
    cast.need = Need.objects.create(situation=cast.situation, title="Färre bränder")
    cast.cause = Cause.objects.create(need=cast.need, text="Mörkt")
    cast.evidence = cast.need.rest_on(cast.value, by=cast.bo)
    cast.document = ActivityDocument.attach(examine("plan.pdf", pdf()), row=cast.shared, by=cast.bo)
    cast.promise = Promise.objects.make(
        agreement=cast.agreement,
        by=cast.alva,
        text="Vi går åtta vandringar",
        target=8,
        unit="vandringar",
        starts_on=today(),
        ends_on=today(),
        parties={cast.k: cast.alva, cast.p: cast.bo},
    )
    cast.promise.publish(by=cast.alva)
    cast.occasion = cast.promise.count(held_on=today(), party=cast.p, text="En vandring", by=cast.bo)
    cast.feed, _token = CalendarFeed.make(by=cast.bo)
    read = Read("", {}, [], [(2, {"code": "T-01"})])
    cast.upload = WorkbookUpload.take_in(read, name="a.xlsx", by=cast.bo)
    keep = SavedView.objects.keep
    cast.saved = keep(name="Våra sena", query="state=late", by=cast.lea, for_party=True)
    cast.own_view = keep(name="Mina", query="state=mine", by=cast.lea)
    cast.comment = Comment.objects.write(activity=cast.shared, text="Ett ord", by=cast.bo)
    frozen = freeze(cast.agreement, one_round=cast.asking, by=cast.alva)
    set_pdf(frozen.pk)
    cast.snapshot = frozen
    [cast.told] = tell([cast.bo], "planned", cast.shared, mail=False)
    return cast


SUBJECTS = {
    "-": lambda cast: [],
    "activity": lambda cast: [cast.shared.public_id],
    "comment": lambda cast: [cast.comment.public_id],
    "part": lambda cast: [cast.part.public_id],
    "offer": lambda cast: [cast.offer.public_id],
    "draft": lambda cast: [cast.draft.public_id],
    "proposal": lambda cast: [cast.proposal.public_id],
    "dependency": lambda cast: [cast.waits.public_id],
    "template": lambda cast: [cast.template.public_id],
    "step": lambda cast: [cast.step.public_id],
    "funding": lambda cast: [cast.funding.public_id],
    "round": lambda cast: [cast.asking.public_id],
    "declaration": lambda cast: [cast.declaration.public_id],
    "agreement": lambda cast: [cast.agreement.public_id],
    "decision": lambda cast: [cast.decision.public_id],
    "signature": lambda cast: [cast.signature.public_id],
    "signed": lambda cast: [cast.signed.public_id],
    "body": lambda cast: [cast.body.public_id],
    "council": lambda cast: [cast.council.public_id],
    "seat": lambda cast: [cast.seat.public_id],
    "meeting": lambda cast: [cast.meeting.public_id],
    "point": lambda cast: [cast.meeting.points.get().public_id],
    "party": lambda cast: [cast.p.public_id],
    "member": lambda cast: [cast.bo.public_id],
    "batch": lambda cast: [cast.batch.public_id],
    "priority": lambda cast: [cast.safe.public_id],
    "area": lambda cast: [cast.north.public_id],
    "indicator": lambda cast: [cast.measure.public_id],
    "outlines": lambda cast: [cast.outlines.public_id],
    "reference": lambda cast: [cast.reference.public_id],
    "order": lambda cast: [cast.order.public_id],
    "situation": lambda cast: [cast.situation.public_id],
    "edition": lambda cast: [cast.situation.public_id, 1],
    "need": lambda cast: [cast.need.public_id],
    "cause": lambda cast: [cast.cause.public_id],
    "evidence": lambda cast: [cast.evidence.public_id],
    "value": lambda cast: [cast.measure.public_id, cast.north.public_id, cast.value.period.code],
    "document": lambda cast: [cast.document.public_id],
    "version": lambda cast: [cast.document.public_id, 1],
    "promise": lambda cast: [cast.promise.public_id],
    "occasion": lambda cast: [cast.occasion.public_id],
    "mail": lambda cast: ["no-such-mail"],
    "kind": lambda cast: ["xlsx"],
    "batch_kind": lambda cast: [cast.batch.public_id, "xlsx"],
    "profile": lambda cast: [cast.profile.public_id],
    "link": lambda cast: [link_to(cast.part, cast.bo)],
    "token": lambda cast: ["no-such-token"],
    "feed": lambda cast: [cast.feed.public_id],
    "upload": lambda cast: [cast.upload.public_id],
    "view": lambda cast: [cast.saved.public_id],
    "own_view": lambda cast: [cast.own_view.public_id],
    "snapshot": lambda cast: [cast.snapshot.public_id],
    "draft_pdf": lambda cast: [cast.agreement.public_id, "pdf"],
    "frozen_pdf": lambda cast: [cast.snapshot.public_id, "pdf"],
    "told": lambda cast: [cast.told.public_id],
}


def link_to(commitment, member):
    """The token of the link in a reminder about the commitment's own date."""
    day = commitment.due_on
    return MailLink(commitment.public_id, member.public_id, "", day, today()).token


def meets(client, method, address):
    """What a person meets at an address; whatever a POST changed is undone."""
    with transaction.atomic():
        answer = getattr(client, method.lower())(address)
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer.url.startswith("/logga-in/"):
        return "login"
    return "in" if answer.status_code in {200, 302, 409} else str(answer.status_code)


def expected():
    """{route: (subject, {person: cell})} of every decided route."""
    everybody = {name: (subject, dict.fromkeys(PEOPLE, cell)) for name, (subject, cell) in PUBLIC.items()}
    return table() | everybody


def test_every_route_has_been_decided():
    assert {route["name"] for route in routes()} == set(expected())


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_meets_what_was_decided(world, as_, who):
    found, wanted = {}, {}
    for route in routes():
        client = as_(getattr(world, who, None))
        subject, cells = expected()[route["name"]]
        address = reverse(route["name"], args=SUBJECTS[subject](world))
        for method in route["methods"]:
            wanted[route["name"], method] = cells[who]
            found[route["name"], method] = meets(client, method, address)
    assert {key: cell for key, cell in found.items() if cell != wanted[key]} == {}


def test_what_one_may_not_see_answers_as_what_does_not_exist(world, as_):
    client = as_(world.omar)
    for route in routes():
        subject, cells = expected()[route["name"]]
        if cells["omar"] != "404" or subject in {"mail", "-"}:
            continue
        arguments = SUBJECTS[subject](world)
        for method in map(str.lower, route["methods"]):
            hidden = getattr(client, method)(reverse(route["name"], args=arguments))
            absent = getattr(client, method)(reverse(route["name"], args=["x" * 12, *arguments[1:]]))
            assert hidden.status_code == absent.status_code == 404
            assert plain(hidden) == plain(absent)


def plain(answer):
    """The page without the token that differs each time."""
    return re.sub(r'"[A-Za-z0-9]{64}"', "", answer.content.decode())
