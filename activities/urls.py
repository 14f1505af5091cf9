"""Addresses of joint activities, their reports and what spans the packages."""

from django.urls import path

from .views import (
    activities,
    answering,
    calendar,
    commenting,
    commitments,
    copying,
    dependencies,
    documents,
    exports,
    finding,
    funding,
    gathered,
    generations,
    judging,
    law,
    meetings,
    offering,
    overview,
    people,
    plan,
    promises,
    proposing,
    reminders,
    rounds,
    snapshots,
    steps,
    templates,
    workbook,
)

app_name = "activities"

generation_urls = [
    path(
        "avtal/overenskommelse/<slug:public_id>/efterfoljare/",
        generations.SucceedPage.as_view(),
        name="succeed",
    ),
    path(
        "avtal/overenskommelse/<slug:public_id>/omprova/",
        generations.ReconsiderPage.as_view(),
        name="reconsider",
    ),
    path("avtal/overenskommelse/<slug:public_id>/lamna/", generations.AgreementLeave.as_view(), name="leave"),
    path(
        "avtal/avsiktsforklaring/<slug:public_id>/lamna/",
        generations.DeclarationLeave.as_view(),
        name="leave_declaration",
    ),
]
overview_urls = [
    path("", overview.OverviewPage.as_view(), name="overview"),
]
activity_urls = [
    path("aktiviteter/", activities.ActivityList.as_view(), name="list"),
    path("aktiviteter/ny/", activities.ActivityCreate.as_view(), name="create"),
    path("aktiviteter/kopiera/", copying.CopyPage.as_view(), name="copy"),
    path("aktiviteter/<slug:public_id>/", activities.ActivityDetail.as_view(), name="detail"),
    path("aktiviteter/<slug:public_id>/redigera/", activities.ActivityEdit.as_view(), name="edit"),
    path("aktiviteter/<slug:public_id>/dela/", activities.ActivityShare.as_view(), name="share"),
    path(
        "aktiviteter/<slug:public_id>/del/ny/", commitments.CommitmentCreate.as_view(), name="add_commitment"
    ),
]
step_urls = [
    path("aktiviteter/<slug:public_id>/steg/nytt/", steps.StepCreate.as_view(), name="add_step"),
    path("steg/<slug:public_id>/", steps.StepEdit.as_view(), name="edit_step"),
    path("steg/<slug:public_id>/klart/", steps.StepFinish.as_view(), name="finish_step"),
    path("steg/<slug:public_id>/inte-klart/", steps.StepResume.as_view(), name="resume_step"),
    path("steg/<slug:public_id>/ta-bort/", steps.StepRemove.as_view(), name="remove_step"),
]
funding_urls = [
    path("finansiering/", funding.FundingList.as_view(), name="fundings"),
    path("finansiering/ny/", funding.FundingCreate.as_view(), name="create_funding"),
    path("finansiering/<slug:public_id>/", funding.FundingEdit.as_view(), name="edit_funding"),
]
commitment_urls = [
    path("delar/<slug:public_id>/", commitments.CommitmentEdit.as_view(), name="edit_commitment"),
    path("delar/<slug:public_id>/ta-bort/", commitments.CommitmentRemove.as_view(), name="remove_commitment"),
    path("rapportera/<slug:public_id>/", commitments.ReportPage.as_view(), name="report"),
    path("rapportera/<slug:public_id>/skickad/", commitments.ReportSent.as_view(), name="report_sent"),
]
export_urls = [
    path("exportera/aktiviteter.<slug:kind>", exports.ActivityExport.as_view(), name="export"),
    path("exportera/ataganden.<slug:kind>", exports.CommitmentExport.as_view(), name="export_commitments"),
    path("exportera/uppfoljning.<slug:kind>", exports.RoundExport.as_view(), name="export_round"),
]
document_urls = [
    path(
        "aktiviteter/<slug:public_id>/dokument/nytt/",
        documents.ActivityDocumentCreate.as_view(),
        name="add_document",
    ),
]
comment_urls = [
    path("aktiviteter/<slug:public_id>/kommentarer/ny/", commenting.CommentCreate.as_view(), name="comment"),
    path("kommentarer/<slug:public_id>/redigera/", commenting.CommentEdit.as_view(), name="edit_comment"),
    path(
        "kommentarer/<slug:public_id>/ta-bort/", commenting.CommentWithdraw.as_view(), name="withdraw_comment"
    ),
]
round_urls = [
    path("uppfoljning/", rounds.FollowUpPage.as_view(), name="follow_up"),
    path("uppfoljning/ny/", rounds.RoundCreate.as_view(), name="create_round"),
    path("uppfoljning/blev-inte-av/", rounds.NotCarriedOut.as_view(), name="not_carried_out"),
    path("uppfoljning/omgang/<slug:public_id>/", rounds.RoundEdit.as_view(), name="edit_round"),
    path("uppfoljning/omgang/<slug:public_id>/stang/", rounds.RoundClose.as_view(), name="close_round"),
    path(
        "uppfoljning/omgang/<slug:public_id>/oppna-igen/", rounds.RoundReopen.as_view(), name="reopen_round"
    ),
    path("rapportera/<slug:public_id>/pa-uppdrag/", commitments.ReportForPage.as_view(), name="report_for"),
    path("aktiviteter/<slug:public_id>/status/", judging.JudgePage.as_view(), name="judge"),
    path("aktiviteter/<slug:public_id>/status/lyft/", judging.LiftJudgement.as_view(), name="unjudge"),
]
snapshot_urls = [
    path("rapporter/", snapshots.SnapshotList.as_view(), name="snapshots"),
    path("rapporter/utkast/<slug:public_id>/", snapshots.ReportDraft.as_view(), name="report_draft"),
    path(
        "rapporter/utkast/<slug:public_id>/rapport.<slug:kind>",
        snapshots.ReportDraftFile.as_view(),
        name="report_draft_file",
    ),
    path("rapporter/utkast/<slug:public_id>/frys/", snapshots.ReportFreeze.as_view(), name="freeze_report"),
    path("rapporter/<slug:public_id>/", snapshots.SnapshotDetail.as_view(), name="snapshot"),
    path(
        "rapporter/<slug:public_id>/rapport.<slug:kind>",
        snapshots.SnapshotFile.as_view(),
        name="snapshot_file",
    ),
    path(
        "rapporter/<slug:public_id>/publicera/", snapshots.SnapshotPublish.as_view(), name="publish_snapshot"
    ),
    path(
        "rapporter/<slug:public_id>/oppna-igen/", snapshots.SnapshotReopen.as_view(), name="reopen_snapshot"
    ),
]
plan_urls = [
    path("atgardsplan/<slug:public_id>/", plan.PlanPage.as_view(), name="plan"),
    path("atgardsplan/<slug:public_id>/plan.docx", plan.PlanFile.as_view(), name="plan_file"),
    path("exportera/atgardsplan.<slug:kind>", plan.PlanExport.as_view(), name="export_plan"),
    path("lagen/", law.LawPage.as_view(), name="law"),
]
finding_urls = [
    path("sok/", finding.SearchPage.as_view(), name="search"),
    path("vyer/", finding.SavedViews.as_view(), name="saved_views"),
    path("vyer/ny/", finding.SaveView.as_view(), name="save_view"),
    path("vyer/<slug:public_id>/", finding.ChangeView.as_view(), name="change_view"),
    path("vyer/<slug:public_id>/ta-bort/", finding.RemoveView.as_view(), name="remove_view"),
    path("vyer/<slug:public_id>/dela/", finding.ShareView.as_view(), name="share_view"),
]
promise_urls = [
    path("loften/", promises.PromiseList.as_view(), name="promises"),
    path("loften/nytt/", promises.PromiseCreate.as_view(), name="create_promise"),
    path("loften/<slug:public_id>/", promises.PromiseDetail.as_view(), name="promise"),
    path("loften/<slug:public_id>/redigera/", promises.PromiseEdit.as_view(), name="edit_promise"),
    path("loften/<slug:public_id>/publicera/", promises.PromisePublish.as_view(), name="publish_promise"),
    path("loften/<slug:public_id>/rakna/", promises.PromiseCount.as_view(), name="count_promise"),
    path("tillfallen/<slug:public_id>/", promises.OccasionEdit.as_view(), name="edit_occasion"),
    path(
        "tillfallen/<slug:public_id>/ta-bort/", promises.OccasionTakeBack.as_view(), name="take_back_occasion"
    ),
]
people_urls = [
    path("mitt-arv/", people.InheritancePage.as_view(), name="inheritance"),
    path("mitt-arv/klart/", people.Settle.as_view(), name="settle"),
    path("anvandare/<slug:public_id>/lamna-over/", people.HandOver.as_view(), name="hand_over"),
    path("anvandare/<slug:public_id>/avsluta/", people.EndMembership.as_view(), name="end_membership"),
    path("delar/<slug:public_id>/kontakt/", people.AppointContact.as_view(), name="appoint_contact"),
]
template_urls = [
    path("mallar/", templates.TemplateList.as_view(), name="templates"),
    path("mallar/<slug:public_id>/", templates.TemplateRename.as_view(), name="rename_template"),
    path("mallar/<slug:public_id>/ta-bort/", templates.TemplateRemove.as_view(), name="remove_template"),
    path("aktiviteter/<slug:public_id>/mall/", templates.TemplateKeep.as_view(), name="keep_template"),
]
dependency_urls = [
    path("delar/<slug:public_id>/vantar-pa/", dependencies.DependencyCreate.as_view(), name="make_wait"),
    path("vantan/<slug:public_id>/ta-bort/", dependencies.DependencyRemove.as_view(), name="stop_waiting"),
]
gathered_urls = [
    path("prioriterade-omraden/<slug:public_id>/", gathered.SubjectPage.as_view(), name="subject"),
    path("platser/<slug:public_id>/", gathered.PlacePage.as_view(), name="place"),
]
calendar_urls = [
    path("profil/kalender/", calendar.CalendarPage.as_view(), name="calendar"),
    path("profil/kalender/<slug:public_id>/avsluta/", calendar.CalendarEnd.as_view(), name="calendar_end"),
    path("kalender/<slug:token>.ics", calendar.CalendarFeedPage.as_view(), name="calendar_feed"),
]
workbook_urls = [
    path("mina-ataganden/excel/", workbook.WorkbookPage.as_view(), name="workbook"),
    path("mina-ataganden/excel/ladda-ner.xlsx", workbook.WorkbookFile.as_view(), name="workbook_file"),
    path("mina-ataganden/excel/<slug:public_id>/", workbook.WorkbookReview.as_view(), name="workbook_review"),
    path(
        "mina-ataganden/excel/<slug:public_id>/fel.xlsx",
        workbook.WorkbookErrors.as_view(),
        name="workbook_errors",
    ),
    path(
        "mina-ataganden/excel/<slug:public_id>/kasta/",
        workbook.WorkbookDiscard.as_view(),
        name="workbook_discard",
    ),
]
offer_urls = [
    path("erbjudanden/<slug:public_id>/", offering.OfferPage.as_view(), name="offer"),
    path("erbjudanden/<slug:public_id>/ta/", offering.AcceptOffer.as_view(), name="accept_offer"),
    path("erbjudanden/<slug:public_id>/avboj/", offering.DeclineOffer.as_view(), name="decline_offer"),
    path(
        "erbjudanden/<slug:public_id>/be-om-andring/",
        offering.AskForChange.as_view(),
        name="ask_for_change",
    ),
    path("erbjudanden/<slug:public_id>/andra/", offering.AgreeToChange.as_view(), name="agree_to_change"),
    path("erbjudanden/<slug:public_id>/sta-fast/", offering.KeepOffer.as_view(), name="keep_offer"),
]
proposal_urls = [
    path("aktiviteter/<slug:public_id>/foresla/", proposing.Propose.as_view(), name="propose"),
    path("forslag/<slug:public_id>/", proposing.ProposalPage.as_view(), name="proposal"),
    path("forslag/<slug:public_id>/anta/", proposing.Adopt.as_view(), name="adopt"),
    path("forslag/<slug:public_id>/skicka-tillbaka/", proposing.SendBack.as_view(), name="send_back"),
    path("forslag/<slug:public_id>/avboj/", proposing.DeclineProposal.as_view(), name="decline_proposal"),
    path("forslag/<slug:public_id>/ta-tillbaka/", proposing.TakeBack.as_view(), name="take_back_proposal"),
]
meeting_urls = [
    path("moten/punkter/<slug:public_id>/ta-upp/", meetings.TakePoint.as_view(), name="take_point"),
    path("moten/<slug:public_id>/underlag/", meetings.PackMake.as_view(), name="make_pack"),
]
reminder_urls = [
    path("delar/<slug:public_id>/paminn/", reminders.Remind.as_view(), name="nudge"),
    path("svar/<str:token>/", answering.Answer.as_view(), name="answer"),
    path("svar/<str:token>/skickad/", answering.Answered.as_view(), name="answered"),
]
urlpatterns = [
    *gathered_urls,
    *people_urls,
    *finding_urls,
    *overview_urls,
    *generation_urls,
    *activity_urls,
    *step_urls,
    *funding_urls,
    *commitment_urls,
    *dependency_urls,
    *template_urls,
    *export_urls,
    *document_urls,
    *comment_urls,
    *round_urls,
    *snapshot_urls,
    *plan_urls,
    *promise_urls,
    *calendar_urls,
    *workbook_urls,
    *meeting_urls,
    *reminder_urls,
    *offer_urls,
    *proposal_urls,
]
