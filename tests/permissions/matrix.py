"""Every address of the hub, and what it answers to whom. A new address fails the tests until it stands here.

The third word of a row is what those who may come in get on GET, the next what they get on POST; the class of access
around it (`outcomes.py`) says who they are. What visitors sign in with is at the end.
"""

from __future__ import annotations

from organisations.states import State
from tests.permissions import (
    rows_assessment,
    rows_circles,
    rows_framework,
    rows_library,
    rows_practice,
    rows_reminders,
    rows_review,
    rows_scoring,
)
from tests.permissions.outcomes import (
    CONSENT,
    ON,
    Row,
    account,
    act,
    coordinators,
    desk,
    everybody,
    form,
    leads,
    leads_and_coordinators,
    outsiders,
    page,
    signed_in,
    team,
)
from tests.permissions.people import COORDINATOR, EDITOR, LEAD, MEMBER, OTHER_DRAFT, TAKEN_OFF, VISITOR, WITHDRAWN

DRAFT, SUBMITTED, SENT_BACK, LISTED, UNLISTED, ARCHIVED = State.values
NOBODY: tuple[str, ...] = ()


def of(name: str, **more: str) -> dict[str, str]:
    """Name the entry that a row is about, and the rest of its address."""
    return {"slug": name, **more}


ROOMS = [
    *(
        page(f"pages:{name}", everybody(200))
        for name in ("home", "sitemap", "robots", "about", "help", "help_now", "contact_sent")
    ),
    *(page(f"pages:{name}", everybody(200)) for name in ("terms", "privacy", "accessibility", "attributions")),
    page("pages:favicon", everybody(ON)),
    page("pages:guide", everybody(200), on={"role": "a guide"}),
    page("pages:guide", everybody(404), on={"role": "nothing"}),
    form(
        "pages:contact",
        everybody(200),
        everybody(ON),
        data={"name": "Mo", "email": "mo@people.example", "message": "Hello", "key": "@new id"},
    ),
    page("pages:hub", signed_in(200)),
    page("pages:demo_mail", everybody(404), post=everybody(404)),
    page("pages:demo_mail", everybody(200), demo=True),
    page("pages:demo_letter", everybody(404), post=everybody(404), on={"name": "letter"}),
    page("pages:demo_letter", everybody(200), on={"name": "letter"}, demo=True),
    page("pages:styleguide", everybody(404), post=everybody(404)),
    page("pages:styleguide", everybody(200), demo=True),
    page("runtime:healthz", everybody(200)),
    page("runtime:readyz", everybody(503)),  # no worker runs in tests
]

DIRECTORY = [
    page("organisations:directory", everybody(200)),
    page("organisations:directory_export", everybody(200)),
    page("organisations:directory_feed", everybody(200)),
    page("organisations:profile", everybody(200), on=of(LISTED)),
    page("organisations:profile", {**everybody(404), LEAD: 200, EDITOR: 200}, on=of(DRAFT)),
    page(
        "organisations:profile",
        {**everybody(404), LEAD: 200, EDITOR: 200, COORDINATOR: 200},
        on=of(UNLISTED),
    ),
    page("organisations:logo", everybody(200), on=of(LISTED)),
    page("organisations:logo", everybody(404), on=of(UNLISTED)),
    form(
        "organisations:report",
        everybody(200),
        everybody(ON),
        on=of(LISTED),
        data={"report_id": "@new id", "what": "It is shut on Fridays."},
    ),
    form("organisations:report", everybody(404), everybody(404), on=of(UNLISTED)),
    page("organisations:areas", everybody(200)),
    page("organisations:areas_export", everybody(200)),
    page("organisations:area", everybody(200), on={"code": "area"}),
    page("organisations:area", everybody(404), on={"code": "nothing"}),
]

CONTACT = {"mark": "@mark", "email": "new@steps.example"}
PLACE = {"kind": "online", "label": "Video group", "is_confidential": "no"}
NEW, WALK = {"part": "@new id", "version": "0"}, {"name": "A walk by the sea"}

ENTRY = [
    form(
        "organisations:add",
        signed_in(200),
        signed_in(ON),
        data={"entry": "@new id", "name": "A new porch", "summary": "We sit.", "stage": "emerging", "kind": "@kind"},
    ),
    *(page("organisations:workspace", team(200, state), on=of(state)) for state in State.values),
    page("organisations:workspace", {**outsiders("other"), "lead of another": 200, LEAD: 403}, on=of("other")),
    page("organisations:workspace", {**outsiders(OTHER_DRAFT), "lead of another": 200}, on=of(OTHER_DRAFT)),
    form("organisations:edit", team(200), team(ON), on=of(LISTED, step="contact"), data=CONTACT),
    form("organisations:edit", team(200, DRAFT), team(409, DRAFT), on=of(DRAFT, step="contact"), data=CONTACT),
    form("organisations:edit", team(403, ARCHIVED), team(403, ARCHIVED), on=of(ARCHIVED, step="contact")),
    form("organisations:edit", signed_in(404), signed_in(404), on=of(LISTED, step="nothing")),
    form("organisations:add_location", team(200), team(ON), on=of(LISTED), data={**NEW, **PLACE}),
    form(
        "organisations:location",
        team(200),
        team(ON),
        on=of(LISTED, part_id="place"),
        data={"part": "@place", "version": "@version of place", **PLACE},
    ),
    form("organisations:location", team(404), team(404), on=of(LISTED, part_id="service")),
    act("organisations:location_remove", team(ON), on=of(LISTED, part_id="second place")),
    act("organisations:location_remove", team(409, SUBMITTED), on=of(SUBMITTED, part_id="only place")),
    form("organisations:add_service", team(200), team(ON), on=of(LISTED), data={**NEW, **WALK}),
    form(
        "organisations:service",
        team(200),
        team(ON),
        on=of(LISTED, part_id="service"),
        data={"part": "@service", "version": "@version of service", **WALK},
    ),
    act("organisations:service_remove", team(ON), on=of(LISTED, part_id="service")),
    form("organisations:logo_edit", team(200), team(200), on=of(LISTED)),
    act("organisations:logo_remove", team(ON), on=of(LISTED)),
    page("organisations:send", leads(200, DRAFT), on=of(DRAFT)),
    page("organisations:ask_confirm", team(200), on=of(LISTED)),
    act("organisations:confirm", team(ON), on=of(LISTED)),
    act("organisations:confirm", team(ON, DRAFT), on=of(DRAFT), changes=NOBODY),
]

TRANSITIONS = [
    act("organisations:submit", leads(ON, DRAFT), on=of(DRAFT)),
    act("organisations:submit", leads(ON, SENT_BACK), on=of(SENT_BACK)),
    act("organisations:submit", leads(ON, SUBMITTED), on=of(SUBMITTED), changes=NOBODY),
    act("organisations:submit", leads(409), on=of(LISTED)),
    act("organisations:take_back", leads(ON, SUBMITTED), on=of(SUBMITTED)),
    act("organisations:take_back", leads(409), on=of(LISTED)),
    page("organisations:ask_unlist", leads_and_coordinators(200), on=of(LISTED)),
    act("organisations:unlist", leads_and_coordinators(ON), on=of(LISTED), data={"reason": "The roof is open."}),
    act("organisations:relist", leads_and_coordinators(ON, UNLISTED), on=of(UNLISTED)),
    act("organisations:relist", {**leads(403, TAKEN_OFF), COORDINATOR: ON}, on=of(TAKEN_OFF)),
    page("organisations:ask_archive", leads_and_coordinators(200, UNLISTED), on=of(UNLISTED)),
    act("organisations:archive", leads_and_coordinators(ON, UNLISTED), on=of(UNLISTED)),
    act("organisations:archive", leads_and_coordinators(409), on=of(LISTED)),
    act("organisations:restore", leads_and_coordinators(ON, ARCHIVED), on=of(ARCHIVED)),
    page("organisations:ask_delete", leads(200, DRAFT), on=of(DRAFT)),
    act("organisations:delete", leads(ON, DRAFT), on=of(DRAFT)),
    act("organisations:delete", leads(ON), on=of(LISTED), changes=NOBODY),
    act("organisations:delete", {**outsiders(OTHER_DRAFT), "lead of another": ON}, on=of(OTHER_DRAFT)),
]

INVITED, ASKED = {"invitation_id": "invitation"}, {"request_id": "request"}
EDITORS, SECOND_LEADS = {"membership_id": f"membership of {EDITOR}"}, {"membership_id": f"membership of {WITHDRAWN}"}

TEAM = [
    page("organisations:team", team(200), on=of(LISTED)),
    page("organisations:team", team(200, ARCHIVED), on=of(ARCHIVED)),
    act("organisations:invite", leads(ON), on=of(LISTED), data={"email": "new@people.example", "role": "editor"}),
    act("organisations:invite_again", leads(ON), on=of(LISTED, **INVITED)),
    act("organisations:invite_again", leads(404, DRAFT), get=leads(405, DRAFT), on=of(DRAFT, **INVITED)),
    act("organisations:invite_revoke", leads(ON), on=of(LISTED, **INVITED)),
    act("organisations:request_accept", leads(ON), on=of(LISTED, **ASKED)),
    act("organisations:request_decline", leads(ON), on=of(LISTED, **ASKED)),
    act("organisations:make_lead", leads(ON), get=team(405), on=of(LISTED, **EDITORS)),
    act("organisations:make_editor", leads(ON), get=team(405), on=of(LISTED, **SECOND_LEADS)),
    act("organisations:make_editor", team(ON), on=of(LISTED, **EDITORS), changes=NOBODY),
    form("organisations:member_remove", leads(200), leads(ON), on=of(LISTED, **EDITORS)),
    form("organisations:hand_over", leads(200), leads(ON), on=of(LISTED, **EDITORS)),
    form("organisations:leave", {**signed_in(404), LEAD: 200, EDITOR: 200}, {**signed_in(404), LEAD: ON, EDITOR: ON},
         on=of(LISTED)),
    form(
        "organisations:ask_to_join",
        signed_in(200, lead=ON, editor=ON),
        signed_in(ON, lead=403, editor=403),
        on=of(LISTED),
        data={"note": "I know the place."},
    ),
    form("organisations:ask_to_join", signed_in(404, lead=ON, editor=ON), signed_in(404, lead=403, editor=403),
         on=of(DRAFT)),
    act("organisations:withdraw_request", signed_in(404, member=ON), get=signed_in(405),
        on=of("other", request_id="request of member")),
    page("organisations:invitation", everybody(200), on={"token": "token"}),
    act("organisations:invitation_accept", signed_in(ON), on={"token": "token"}, changes=[MEMBER]),
]  # fmt: skip

REASON = {"reason": "Please say when you meet."}
ONE_LINE, REPORT = {"slug": "line"}, {"report_id": "report"}
LINE = {"version": "1", "name": "Night line", "what": "Somebody.", "phone": "0808 157 0001", "source": "Its website"}

DESK = [
    page("organisations:coordination", coordinators(200)),
    page("organisations:coordination_entries", coordinators(200)),
    form("organisations:coordination_bulk", coordinators(ON), coordinators(ON),
         data={"do": "list", "entry": "@choice of submitted"}),
    page("organisations:coordination_entry", desk(200, SUBMITTED), on=of(SUBMITTED)),
    page("organisations:coordination_entry", desk(200, LISTED), on=of(LISTED)),
    page("organisations:coordination_entry", signed_in(404), on=of(DRAFT)),
    page("organisations:coordination_entry", coordinators(200, 404), on=of("own")),
    act("organisations:coordination_list", desk(ON, SUBMITTED), on=of(SUBMITTED)),
    act("organisations:coordination_list", coordinators(403, 404), get=coordinators(405, 404), on=of("own")),
    act("organisations:coordination_list", desk(ON, LISTED), on=of(LISTED), changes=NOBODY),
    act("organisations:coordination_undo_list", desk(ON, LISTED), on=of(LISTED)),
    act("organisations:coordination_request_changes", desk(ON, SUBMITTED), on=of(SUBMITTED), data=REASON),
    act("organisations:coordination_unlist", desk(ON, LISTED), on=of(LISTED), data=REASON),
    act("organisations:coordination_relist", desk(ON, TAKEN_OFF), on=of(TAKEN_OFF)),
    act("organisations:coordination_archive", desk(ON, UNLISTED), on=of(UNLISTED)),
    act("organisations:coordination_restore", desk(ON, ARCHIVED), on=of(ARCHIVED)),
    page("organisations:coordination_reports", coordinators(200)),
    page("organisations:coordination_report", coordinators(200, 404), on=REPORT),
    act("organisations:coordination_close_report", coordinators(ON, 404), on=REPORT, data={"what_was_done": "Asked."}),
    act("organisations:coordination_close_report", coordinators(ON, 404), on={"report_id": "closed report"},
        changes=NOBODY),
    page("organisations:coordination_help_lines", coordinators(200)),
    form("organisations:coordination_add_help_line", coordinators(200), coordinators(ON),
         data={**LINE, "name": "Day line"}),
    form("organisations:coordination_help_line", coordinators(200), coordinators(ON), on=ONE_LINE, data=LINE),
    act("organisations:coordination_confirm_help_line", coordinators(ON), on=ONE_LINE),
    form("organisations:coordination_remove_help_line", coordinators(200), coordinators(ON), on=ONE_LINE),
    page("pages:people", coordinators(200)),
    page("pages:person", coordinators(200), on={"person": f"id of {MEMBER}"}),
    page("pages:person", coordinators(404), post=coordinators(405), on={"person": "new id"}),
    act("pages:person_grant", coordinators(ON), on={"person": f"id of {MEMBER}"},
        data={"role": "curator", "reason": "Knows the library"}),
    form("pages:person_end_role", coordinators(200), coordinators(ON),
         on={"person": "id of assessor", "grant": "grant of assessor"}, data={"reason": "Asked for it"}),
    page("outbox:failures", coordinators(200)),
    act("outbox:try_selected_again", coordinators(ON), data={"message": "@message", "confirmed": "1"}),
    act("outbox:set_selected_aside", coordinators(ON), data={"message": "@message", "confirmed": "1"}),
    act("outbox:try_again", coordinators(ON), on={"message": "message"}),
    act("outbox:set_aside", coordinators(ON), on={"message": "message"}, data={"confirmed": "1"}),
]  # fmt: skip

SIGNED_IN = tuple(role for role, outcome in account(ON).items() if outcome == ON)

ACCOUNT = [
    page("accounts:overview", account(200)),
    form("accounts:profile", account(200), account(ON), data={"display_name": "Somebody else"}),
    form("accounts:notifications", account(200), account(ON), data={}),
    form("accounts:consent", account(200), account(ON), data={"consent": "on"}, changes=[WITHDRAWN]),
    act(
        "accounts:renew_consent",
        account(CONSENT),
        get=account(405),
        on={"purpose": "terms"},
        data={"wording": "of long ago"},
        changes=NOBODY,
    ),
    act("accounts:renew_consent", account(404), get=account(405), on={"purpose": "nothing"}, changes=NOBODY),
    Row("accounts:withdraw_consent", account(405), account(CONSENT), changes=frozenset(SIGNED_IN) - {WITHDRAWN}),
    page("accounts:data", account(200)),
    page("accounts:download", account(ON)),  # to show again who they are
    form("accounts:delete", account(200), account(ON), data={"confirmation": "delete my account"}, changes=NOBODY),
    page("accounts:gone", everybody(200)),
]

VISITORS_FORM, VISITORS_POST = {**account(ON), VISITOR: 200}, {**account(ON), VISITOR: 200}
"""Pages to sign in by: whoever is signed in already is led on."""
KEY = {"key": "nothing"}

ENTRANCE = [
    *(
        form(name, VISITORS_FORM, VISITORS_POST, changes=NOBODY)
        for name in ("account_login", "account_signup", "account_request_login_code")
    ),
    form("account_confirm_login_code", everybody(ON), everybody(ON), changes=NOBODY),  # nobody waits for a code
    form("account_logout", {**account(200), VISITOR: ON}, everybody(ON), changes=NOBODY),
    page("account_inactive", everybody(200)),
    page("account_email_verification_sent", everybody(200)),
    form("account_confirm_email", everybody(200), everybody(404), on=KEY, changes=NOBODY),
    form("account_reset_password", everybody(200), everybody(200), changes=NOBODY),
    page("account_reset_password_done", everybody(200)),
    form("account_reset_password_from_key", everybody(200), everybody(200), on={"uidb36": "nothing", **KEY}),
    page("account_reset_password_from_key_done", everybody(200)),
    form("account_email", account(200), account(ON), changes=NOBODY),
    form("account_change_password", account(200), account(200)),
    form("account_set_password", account(ON), account(ON), changes=NOBODY),  # everybody has one: led to its change
    form("account_reauthenticate", account(200), account(200)),
    page("mfa_index", account(200)),
    form("mfa_authenticate", account(ON), account(ON), changes=NOBODY),  # nobody waits for a second step
    form("mfa_reauthenticate", account(ON), account(ON), changes=NOBODY),  # nobody has a second step
    form("mfa_activate_totp", account(ON), account(ON), changes=NOBODY),  # to show again who they are
    form("mfa_deactivate_totp", account(404), account(404)),  # nobody has an app
    page("mfa_view_recovery_codes", account(404), post=account(405)),
    form("mfa_generate_recovery_codes", account(ON), account(ON), changes=NOBODY),  # to show again who they are
    form("mfa_download_recovery_codes", account(404), account(404)),
]

PARTS = (
    rows_framework,
    rows_assessment,
    rows_review,
    rows_scoring,
    rows_circles,
    rows_reminders,
    rows_library,
    rows_practice,
)
"""The other apps, each with rows of its own."""

HERE = [*ROOMS, *DIRECTORY, *ENTRY, *TRANSITIONS, *TEAM, *DESK, *ACCOUNT, *ENTRANCE]
MATRIX: list[Row] = [*HERE, *(row for part in PARTS for row in part.ROWS)]
