"""The pages that each kind of person can open in the demonstration, and the ones that no picture is taken of."""

from __future__ import annotations

from django.urls import reverse

from lero_hub.accounts.models import User
from organisations.invitation_links import token_for
from organisations.models import EntryReport, HelpLine, Invitation, Organisation
from tests.accessibility import (
    pages_assessment,
    pages_circles,
    pages_framework,
    pages_library,
    pages_practice,
    pages_reminders,
    pages_review,
    pages_scoring,
)
from tests.accessibility.addresses import Found, of, query

CALDER, KILN = "calder-steps", "kiln-lane-recovery-collective"


def waiting() -> str:
    """Open the entry page of one that waits."""
    entry = Organisation.objects.submitted().order_by("name")[0]
    return reverse("organisations:coordination_entry", args=[entry.slug])


def report() -> str:
    """Open a report."""
    return reverse("organisations:coordination_report", args=[EntryReport.objects.open().order_by("created_at")[0].pk])


def help_line() -> str:
    """Open a line to edit."""
    return reverse("organisations:coordination_help_line", args=[HelpLine.objects.order_by("position", "slug")[0].pk])


def colleague() -> str:
    """Open the page of a person."""
    return reverse("pages:person", args=[User.objects.get(email="assessor1@demo.example").pk])


def end_role() -> str:
    """Ask before ending a role."""
    user = User.objects.get(email="assessor1@demo.example")
    return reverse("pages:person_end_role", args=[user.pk, user.role_grants.get().pk])


def invitation() -> str:
    """Follow the open invitation."""
    return reverse("organisations:invitation", args=[token_for(Invitation.objects.open().get())])


def part(name: str, rows: str) -> Found:
    """Open the form of the first place or service of Calder Steps."""

    def find() -> str:
        entry = Organisation.objects.get(slug=CALDER)
        return reverse(name, args=[CALDER, getattr(entry, rows).order_by("position", "id")[0].pk])

    return find


def member(name: str) -> Found:
    """Open a page about an editor of Calder Steps."""

    def find() -> str:
        rows = Organisation.objects.get(slug=CALDER).memberships.open().filter(role="editor").order_by("since", "id")
        return reverse(name, args=[CALDER, rows[0].pk])

    return find


VISITOR: dict[str, Found] = {
    "home": of("pages:home"),
    "about": of("pages:about"),
    "help": of("pages:help"),
    "help-now": of("pages:help_now"),
    "contact": of("pages:contact"),
    "contact-sent": of("pages:contact_sent"),
    "terms": of("pages:terms"),
    "privacy": of("pages:privacy"),
    "accessibility": of("pages:accessibility"),
    "attributions": of("pages:attributions"),
    "directory": of("organisations:directory"),
    "directory-near": query("organisations:directory", "q=halifax&within=30"),
    "directory-words": query("organisations:directory", "q=choir&activity=music"),
    "directory-empty": query("organisations:directory", "q=zebra+unicycle"),
    "directory-some": query("organisations:directory", "q=choir+heroin+unicycle"),
    "directory-cry": query("organisations:directory", "q=i+want+to+die"),
    "directory-far": query("organisations:directory", "q=women+Halifax"),
    "directory-no-page": query("organisations:directory", "page=99"),
    "profile": of("organisations:profile", KILN),
    "profile-confidential": of("organisations:profile", "moorgate-rise"),
    "profile-online": of("organisations:profile", "evening-door"),
    "profile-old": of("organisations:profile", "sunday-table"),
    "report": of("organisations:report", KILN),
    "areas": of("organisations:areas"),
    "area": of("organisations:area", "E92000001"),
    "area-council": of("organisations:area", "E08000033"),
    "invitation": invitation,
    "sign-in": of("account_login"),
    "sign-up": of("account_signup"),
    "password-reset": of("account_reset_password"),
    "password-reset-done": of("account_reset_password_done"),
    "code": of("account_request_login_code"),
    "verification-sent": of("account_email_verification_sent"),
    "gone": of("accounts:gone"),
    "demo-mail": of("pages:demo_mail"),
    "styleguide": of("pages:styleguide"),
    "not-found": lambda: "/no-such-page/",
}
MEMBER: dict[str, Found] = {
    "hub": of("pages:hub"),
    "add": of("organisations:add"),
    "ask-to-join": of("organisations:ask_to_join", KILN),
    "account": of("accounts:overview"),
    "account-profile": of("accounts:profile"),
    "account-notifications": of("accounts:notifications"),
    "account-consent": of("accounts:consent"),
    "account-data": of("accounts:data"),
    "account-delete": of("accounts:delete"),
    "email": of("account_email"),
    "password": of("account_change_password"),
    "two-step": of("mfa_index"),
    "sign-out": of("account_logout"),
    "not-theirs": of("organisations:workspace", KILN),
}
LEAD: dict[str, Found] = {
    "hub": of("pages:hub"),
    "workspace": of("organisations:workspace", CALDER),
    "edit-about": of("organisations:edit", CALDER, "about"),
    "edit-what": of("organisations:edit", CALDER, "what"),
    "edit-where": of("organisations:edit", CALDER, "where"),
    "edit-contact": of("organisations:edit", CALDER, "contact"),
    "add-place": of("organisations:add_location", CALDER),
    "place": part("organisations:location", "locations"),
    "add-service": of("organisations:add_service", CALDER),
    "service": part("organisations:service", "services"),
    "logo": of("organisations:logo_edit", CALDER),
    "send": of("organisations:send", CALDER),
    "ask-unlist": of("organisations:ask_unlist", CALDER),
    "still-true": of("organisations:ask_confirm", CALDER),
    "team": of("organisations:team", CALDER),
    "member-remove": member("organisations:member_remove"),
    "hand-over": member("organisations:hand_over"),
    "leave": of("organisations:leave", CALDER),
}
EDITOR: dict[str, Found] = {
    "hub": of("pages:hub"),
    "workspace": of("organisations:workspace", CALDER),
    "team": of("organisations:team", CALDER),
    "leave": of("organisations:leave", CALDER),
}
COORDINATOR: dict[str, Found] = {
    "hub": of("pages:hub"),
    "desk": of("organisations:coordination"),
    "entries": of("organisations:coordination_entries"),
    "entry": waiting,
    "reports": of("organisations:coordination_reports"),
    "report": report,
    "help-lines": of("organisations:coordination_help_lines"),
    "help-line": help_line,
    "add-help-line": of("organisations:coordination_add_help_line"),
    "mail": of("outbox:failures"),
    "people": of("pages:people"),
    "person": colleague,
    "end-role": end_role,
}
HERE: dict[str, dict[str, Found]] = {
    "visitor": VISITOR,
    "member": MEMBER,
    "lead": LEAD,
    "editor": EDITOR,
    "coordinator": COORDINATOR,
    "superuser": {"hub": of("pages:hub")},
}
PARTS = (
    pages_framework,
    pages_assessment,
    pages_review,
    pages_scoring,
    pages_circles,
    pages_reminders,
    pages_library,
    pages_practice,
)
PEOPLE: dict[str, dict[str, Found]] = {
    who: {**HERE.get(who, {}), **{name: found for part in PARTS for name, found in part.PAGES.get(who, {}).items()}}
    for who in [*HERE, *{who: None for part in PARTS for who in part.PAGES if who not in HERE}]
}
