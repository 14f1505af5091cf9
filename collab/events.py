"""The event log in words, and what it can be narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collab.forms import FilterForm
from collab.models import Party

# Every verb that a model records, as the log says it after the person's name; a test finds a missing one.
WORDS = {
    "acted_as": _("acted for the party"),
    "aimed": _("said which causes are acted on by"),
    "admitted": _("admitted a party to"),
    "adopted": _("adopted, when every party had approved,"),
    "agreed_to_change": _("took over the wanted change of the part"),
    "allowed_publishing": _("let be published"),
    "approved": _("approved"),
    "asked_for_change": _("asked to change the part"),
    "attached": _("attached"),
    "based": _("said which priorities rest on"),
    "brought_in": _("changed commitments by the file"),
    "activity_ended": _("ended with its agreement the activity"),
    "activity_reconsidered": _("left to be reconsidered the activity"),
    "called": _("called the meeting"),
    "calendar_ended": _("ended the calendar address of"),
    "calendar_made": _("made a calendar address for"),
    "carried": _("carried on under another agreement the activity"),
    "changed": _("changed"),
    "chosen": _("noted the council's choice of"),
    "closed": _("closed"),
    "comment_changed": _("changed a comment on"),
    "comment_withdrawn": _("withdrew a comment on"),
    "commented": _("commented on"),
    "counted": _("counted an occasion of a promise:"),
    "created": _("created"),
    "deputy_appointed": _("appointed a deputy for"),
    "dismissed": _("noted that a party left"),
    "drafted": _("wrote a draft of"),
    "ended": _("ended the membership of"),
    "evidence_added": _("added a figure to"),
    "evidence_removed": _("took a figure away from"),
    "exported": _("took out a list for"),
    "file_added": _("added a file to"),
    "frozen": _("froze the report"),
    "freed": _("ended the waiting of"),
    "grounds_changed": _("changed what a decision rests on:"),
    "handed_over": _("changed who coordinates"),
    "handed_on": _("handed over what somebody answered for:"),
    "imported": _("imported"),
    "invited": _("invited"),
    "joined": _("gave a party a part in"),
    "judged": _("set the joint status of"),
    "kept_as_offered": _("kept as it was offered the part"),
    "lapsed": _("ended, by a new report, the set joint status of"),
    "kept_as_template": _("kept as a template"),
    "left": _("took a party out of"),
    "login_asked": _("let mail links ask for a sign-in at"),
    "login_spared": _("let mail links open without a sign-in at"),
    "mail_bounced": _("noted that mail does not reach"),
    "mail_arrives": _("noted that mail reaches again"),
    "made_to_wait": _("said what a part waits for:"),
    "mapped": _("said what the columns mean in"),
    "moved": _("changed the order of the causes, with"),
    "notices_chosen": _("chose how to be told as"),
    "nudged": _("reminded those who answer for"),
    "opened": _("opened"),
    "ordered": _("ordered"),
    "outlined": _("put on the map"),
    "outlines_removed": _("took off the map"),
    "part_ended": _("ended the part of a party that left:"),
    "part_reconsidered": _("left to be reconsidered the part of a party that left:"),
    "part_taken_over": _("let another party take over the part of a party that left:"),
    "passed_on": _("changed who answers for"),
    "placed": _("changed the places of"),
    "planned": _("planned"),
    "profile_changed": _("changed the profile of"),
    "proposal_adopted": _("adopted the proposal"),
    "proposal_declined": _("declined the proposal"),
    "proposal_sent_back": _("sent back the proposal"),
    "proposal_taken_back": _("took back the proposal"),
    "proposed": _("submitted to the coordinator the proposal"),
    "published": _("published"),
    "recounted": _("corrected a counted occasion:"),
    "reference_brought_in": _("brought in reference data by the file"),
    "registered": _("registered the decision"),
    "released": _("released"),
    "removed": _("removed"),
    "renamed": _("gave another name to"),
    "reopened": _("opened again"),
    "reported": _("reported on"),
    "reported_for": _("reported on behalf of the party on"),
    "revealed": _("revealed the scores of"),
    "reviewed": _("reviewed for secrecy"),
    "role_changed": _("changed the role of"),
    "scored": _("weighed the needs of"),
    "seat_changed": _("changed a seat in"),
    "seated": _("gave a party a seat in"),
    "seeded": _("set up"),
    "settled": _("has read the inheritance as"),
    "sent_in": _("sent in the file"),
    "shared": _("changed who sees"),
    "signature_corrected": _("corrected the signature"),
    "signature_withdrawn": _("took back the signature"),
    "signed": _("signed"),
    "signed_for": _("entered a signature on paper:"),
    "step_added": _("added the step"),
    "step_changed": _("changed the step"),
    "step_done": _("finished the step"),
    "step_removed": _("took away the step"),
    "succeeded": _("made the successor of"),
    "step_undone": _("took up again the step"),
    "thrown_away": _("threw away"),
    "forgotten": _("forgot"),
    "took_out_report": _("took out the report of"),
    "took_part": _("took the part"),
    "turned_down": _("declined the part"),
    "uncounted": _("took back a counted occasion:"),
    "undone": _("undid"),
    "unjudged": _("lifted the set joint status of"),
    "uploaded": _("uploaded"),
    "withdrawn": _("withdrew"),
}


def in_words(event):
    """What the person did, without the person: "changed the role of Anna, the police"."""
    file = f" ({event.data['file']})" if "file" in event.data else ""
    did = f"{WORDS.get(event.verb, event.verb)} {event.label}{file}"
    return did if event.person else _("The portal %(did)s") % {"did": did}


class LogFilter(FilterForm):
    """By party, by what was done, by words of the row or the person, and by date."""

    party = forms.ModelChoiceField(
        queryset=Party.objects,
        label=_("Party"),
        empty_label=_("All parties"),
        to_field_name="public_id",
    )
    verb = forms.ChoiceField(label=_("What"), choices=[("", _("Everything")), *WORDS.items()])
    q = forms.CharField(label=_("Person or row"))
    since = forms.DateField(label=_("From"), widget=forms.DateInput)
    until = forms.DateField(label=_("To"), widget=forms.DateInput)
    # Where the page begins; a new choice in the filter begins anew.
    before = forms.DateTimeField(widget=forms.HiddenInput)

    def apply(self, events):
        if party := self.value("party"):
            events = events.filter(party=party)
        if verb := self.value("verb"):
            events = events.filter(verb=verb)
        if words := self.value("q"):
            events = events.naming(words)
        if since := self.value("since"):
            events = events.filter(at__date__gte=since)
        if until := self.value("until"):
            events = events.filter(at__date__lte=until)
        return events
