"""Addresses of collab's own pages, and of signing in."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path

from .views import about, documents, exports, inbox, log, outbox, parties, people, profile, sign_in


def public(name):
    """A page of words, open to the world, from templates/collab/<name>.html."""
    return about.Public.as_view(template_name=f"collab/{name}.html")


party_urls = [
    path("parter/", parties.PartyList.as_view(), name="parties"),
    path("parter/<slug:public_id>/", parties.PartyDetail.as_view(), name="party"),
    path("parter/<slug:public_id>/inloggning/", parties.AskForLogin.as_view(), name="ask_for_login"),
]
people_urls = [
    path("anvandare/", people.PeopleList.as_view(), name="people"),
    path("anvandare/bjud-in/", people.Invite.as_view(), name="invite"),
    path("anvandare/<slug:public_id>/", people.MembershipEdit.as_view(), name="membership"),
    path("agera-for/", people.ActAs.as_view(), name="act_as"),
]
own_urls = [
    path("profil/", profile.Profile.as_view(), name="profile"),
    path("profil/besked/", profile.Notices.as_view(), name="notices"),
    path("kortkommandon/", profile.Shortcuts.as_view(), name="shortcuts"),
    path("mer/", profile.More.as_view(), name="more"),
    path("inkorg/", inbox.Inbox.as_view(), name="inbox"),
    path("inkorg/last/", inbox.ReadInbox.as_view(), name="read_inbox"),
    path("inkorg/<slug:public_id>/", inbox.OpenItem.as_view(), name="open_item"),
    path("handelselogg/", log.EventLog.as_view(), name="log"),
]
export_urls = [
    path("exportera/parter.<slug:kind>", exports.PartyExport.as_view(), name="export_parties"),
    path("exportera/anvandare.<slug:kind>", exports.PeopleExport.as_view(), name="export_people"),
    path("exportera/handelselogg.<slug:kind>", exports.LogExport.as_view(), name="export_log"),
]
document_urls = [
    path("dokument/<slug:public_id>/", documents.DocumentDetail.as_view(), name="document"),
    path("dokument/<slug:public_id>/fil/", documents.DocumentFile.as_view(), name="document_file"),
    path(
        "dokument/<slug:public_id>/fil/<int:number>/",
        documents.DocumentFile.as_view(),
        name="document_version",
    ),
    path("dokument/<slug:public_id>/redigera/", documents.DocumentEdit.as_view(), name="edit_document"),
    path(
        "dokument/<slug:public_id>/ny-version/", documents.DocumentReplace.as_view(), name="replace_document"
    ),
    path("dokument/<slug:public_id>/ta-bort/", documents.DocumentRemove.as_view(), name="remove_document"),
]
about_urls = [
    path("tillganglighet/", public("accessibility"), name="accessibility"),
    path("personuppgifter/", public("personal_data"), name="personal_data"),
    path("kontakt/", public("contact"), name="contact"),
    path("drift/", about.Operations.as_view(), name="operations"),
    path("komponenter/", about.Components.as_view(), name="components"),
    path("utkorg/", outbox.Outbox.as_view(), name="outbox"),
    path("utkorg/<str:name>/", outbox.KeptMail.as_view(), name="kept_mail"),
    path("utkorg/<str:name>/html/", outbox.KeptMailPage.as_view(), name="kept_mail_page"),
]
# allauth finds its pages by these names; sign-up and the rest of its pages have no address.
account_urls = [
    path("logga-in/", sign_in.SignIn.as_view(), name="account_login"),
    path(
        "logga-in/kod/", login_not_required(sign_in.RequestCode.as_view()), name="account_request_login_code"
    ),
    path(
        "logga-in/kod/skriv/",
        login_not_required(sign_in.ConfirmCode.as_view()),
        name="account_confirm_login_code",
    ),
    path("logga-ut/", sign_in.SignOut.as_view(), name="account_logout"),
    path("losenord/byt/", profile.ChangePassword.as_view(), name="account_change_password"),
    path("losenord/valj/", profile.SetPassword.as_view(), name="account_set_password"),
]
urlpatterns = [
    path("healthz", about.healthz, name="healthz"),
    *account_urls,
    path(
        "",
        include(
            ([*party_urls, *people_urls, *own_urls, *export_urls, *document_urls, *about_urls], "collab")
        ),
    ),
]
