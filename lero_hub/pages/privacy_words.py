"""The register of personal data in plain words. The register decides what is shown; this only says it better.

A table or a field without words here is shown under the name that the database has for it, and fails a test.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words


@dataclass(frozen=True)
class Told:
    """One table: what it is to a person, and why the hub holds it."""

    title: Words
    why: Words


TABLES: Final[dict[str, Told]] = {
    "accounts.user": Told(_("Your account"), _("So that you can sign in, and others know what to call you.")),
    "accounts.consent": Told(
        _("What you agreed to"), _("To be able to show that you agreed, to which words and when.")
    ),
    "accounts.notificationsetting": Told(_("Which e-mails you want"), _("So that you get no others.")),
    "account.emailaddress": Told(_("Your e-mail addresses"), _("To sign you in and to write to you.")),
    "account.emailconfirmation": Told(
        _("Links to confirm an address"), _("So that nobody can use your address but you.")
    ),
    "mfa.authenticator": Told(
        _("Two-step sign-in"), _("Only if you turn it on. The secret is encrypted and is never shown again.")
    ),
    "sessions.session": Told(
        _("Being signed in"),
        _(
            "So that you need not sign in on every page. If you were writing in a form when it ended, the text is kept "
            "for an hour, so that you get it back when you sign in again."
        ),
    ),
    "authz.rolegrant": Told(
        _("Your roles in the network"), _("So that decisions can be traced to somebody in office.")
    ),
    "organisations.membership": Told(
        _("Organisations that you act for"), _("To know who may change an entry, now and in the past.")
    ),
    "organisations.invitation": Told(
        _("Invitations that you sent"), _("So that they can be answered, sent again or taken back.")
    ),
    "organisations.joinrequest": Told(_("Your requests to join"), _("So that a lead can answer.")),
    "organisations.organisation": Told(
        _("Entries that you made"), _("An entry is about an organisation. Behind it we note who started it.")
    ),
    "organisations.entryreport": Told(
        _("Reports about entries that you sent"), _("So that the entry is put right, and you hear what was done.")
    ),
    "organisations.helpline": Told(
        _("Phone lines that you checked"), _("Only for coordinators: who checked a number.")
    ),
    "peer_supervision.circle": Told(_("Circles that you opened"), _("To know who began a circle and when.")),
    "peer_supervision.circlemembership": Told(
        _("Circles that you belong to"), _("To know whom a circle is open to, and to share its turns fairly.")
    ),
    "peer_supervision.circleinvitation": Told(
        _("Invitations to a circle that you sent"), _("So that they can be answered, sent again or taken back.")
    ),
    "peer_supervision.agreementacceptance": Told(
        _("Agreements of a circle that you accepted"), _("To show that everybody in a circle agreed to the same words.")
    ),
    "peer_supervision.rsvp": Told(
        _("Whether you come to a session"), _("So that your circle knows whom to expect. Nobody else sees it.")
    ),
    "peer_supervision.attendance": Told(
        _("Sessions that you were at"), _("Yes or no, for your circle alone. There is no public list.")
    ),
    "peer_supervision.turn": Told(_("Your turns in a circle"), _("So that turns are shared fairly.")),
    "peer_supervision.swap": Told(_("Turns that you asked to swap"), _("So that a turn changes hands only once.")),
    "peer_supervision.challenge": Told(
        _("Challenges that you wrote for your circle"),
        _("Encrypted, for your circle alone, and deleted 14 days after the session, or when you leave the circle."),
    ),
    "standards.pledge": Told(
        _("Pledges that you made or took back for an organisation"),
        _("To show since when an organisation has pledged."),
    ),
    "standards.frameworkversion": Told(
        _("Editions of standards that you published"), _("Only for coordinators: who published an edition.")
    ),
    "standards.assessment": Told(
        _("Self-assessments that you began or sent in"),
        _("An assessment is about an organisation. Behind it we note who began it and who sent it in."),
    ),
    "standards.answer": Told(
        _("Answers that you wrote for your organisation"),
        _("So that two who write at once can tell who changed what. The words belong to the organisation."),
    ),
    "standards.assessmentevidence": Told(
        _("Evidence that you added for your organisation"), _("To know who added it, if somebody has to be asked.")
    ),
    "standards.assessoragreement": Told(
        _("The assessor agreement, and your yes to lived experience"),
        _("Only for assessors: to know who may be asked. The yes goes as soon as you take the agreement back."),
    ),
    "standards.assessorscore": Told(
        _("Levels that you chose as an assessor"),
        _("A recognition rests on them. This says that you chose, and not which level."),
    ),
    "standards.consensusscore": Told(
        _("Agreed levels that you wrote down"), _("So that a review can be traced. The words are the review’s.")
    ),
    "standards.paneldecision": Told(
        _("Decisions that you took for the panel"), _("So that a recognition can be traced to somebody in office.")
    ),
    "standards.review": Told(_("Reviews that you opened"), _("Only for coordinators: who opened a review.")),
    "standards.assignment": Told(
        _("Reviews that you were asked to assess"), _("Only for assessors: so that a recognition can be traced.")
    ),
    "standards.interestdeclaration": Told(
        _("Interests that you declared"), _("Only for assessors: to show that somebody without a stake looked.")
    ),
    "evidence.item": Told(
        _("Items of the library that you began"), _("An item is about a study or a practice. We note who began it.")
    ),
    "evidence.itemversion": Told(
        _("Versions that you published"), _("Only for curators: so that whoever quotes an item finds what it said.")
    ),
    "evidence.importrun": Told(
        _("Imports of references"), _("Only for curators: kept for a week, to look before anything is added.")
    ),
    "peer_supervision.calendarfeed": Told(
        _("Your calendar feed"),
        _("Only if you make one. We keep a fingerprint of its address, and do not note who reads it."),
    ),
    "audit.auditevent": Told(
        _("The record of who did what"),
        _("To find out what happened when something goes wrong. It has ids and verbs, no names and no texts."),
    ),
    "outbox.outboxmessage": Told(
        _("E-mails that we sent you"), _("To see that they arrived. The words are wiped as soon as one is sent.")
    ),
}

# Tables that Django brings and the hub leaves empty.
UNUSED: Final = frozenset({"admin.logentry", "accounts.user_groups", "accounts.user_user_permissions"})

FIELDS: Final[dict[str, Words]] = {
    "accepted_at": _("when it was accepted"),
    "added": _("how many were added"),
    "added_at": _("when you added it"),
    "agreed_at": _("when you agreed"),
    "answer": _("what you answered"),
    "answered_at": _("when it was answered"),
    "asked_at": _("when it was asked"),
    "assigned_at": _("when you were asked"),
    "at": _("when"),
    "attended": _("yes or no"),
    "changed_at": _("when you changed it"),
    "checked_on": _("when you checked it"),
    "closed_at": _("when it was closed"),
    "consented_at": _("when you consented"),
    "created": _("when it was made"),
    "created_at": _("when it was made"),
    "criterion": _("which criterion"),
    "decided_at": _("when it was decided"),
    "recorded_at": _("when you wrote it down"),
    "declared_at": _("when you declared it"),
    "display_name": _("the name you chose"),
    "email": _("e-mail address"),
    "end": _("how it ended"),
    "end_reason": _("why it ended"),
    "ended_at": _("until when"),
    "expires_at": _("when it is deleted"),
    "given_at": _("when you agreed"),
    "granted_at": _("since when"),
    "interest": _("what you declared"),
    "item": _("which item"),
    "joined_at": _("when you joined"),
    "kind": _("what kind"),
    "language": _("your language"),
    "last_login": _("when you last signed in"),
    "last_used_at": _("when it was last used"),
    "lived_experience": _("a yes, and nothing more"),
    "made_at": _("when it was made"),
    "name": _("its name"),
    "note": _("what you wrote"),
    "number": _("which one it is"),
    "opened_at": _("when you opened it"),
    "organisation": _("which organisation"),
    "organisation__name": _("which organisation"),
    "outcome": _("how it was answered"),
    "picked_at": _("when you were picked"),
    "pledged_at": _("when the organisation pledged"),
    "primary": _("which one we write to"),
    "published_at": _("when it was published"),
    "purpose": _("what it was about"),
    "reason": _("why you were given it"),
    "reply_to": _("the address that you left"),
    "review": _("which review"),
    "revoked_at": _("when it was taken back"),
    "role": _("which role"),
    "sent": _("when it was sent"),
    "sent_at": _("when it was sent"),
    "session__starts_at": _("which session"),
    "since": _("since when"),
    "started_at": _("when it was begun"),
    "state": _("where it stands"),
    "subject": _("the subject line"),
    "subject_id": _("its id"),
    "subject_type": _("what kind of thing it was done to"),
    "submitted_at": _("when it was sent in"),
    "title": _("its title"),
    "type": _("codes from an app, or spare codes"),
    "verb": _("what was done"),
    "verified": _("whether you confirmed it"),
    "version": _("which version"),
    "wanted": _("yes or no"),
    "what": _("what you wrote"),
    "what_was_done": _("what was done about it"),
    "withdrawn_at": _("when you took it back"),
    "wording": _("which words"),
    "written_at": _("when you wrote it"),
}

AFTERWARDS: Final[dict[str, Words]] = {
    "delete": _("deleted"),
    "blank": _("blanked: what points to you is wiped, the empty row stays"),
    "keep": _("kept, under an id that leads to nobody"),
}
