"""The register of personal data: every table declared, the copy complete, the erasure complete."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.test.utils import isolate_apps

from lero_hub.accounts import privacy, workflows
from lero_hub.accounts.models import NotificationSetting, User
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.workflows import end_role, grant_role
from lero_hub.errors import NotAllowed
from lero_hub.personal_data import NoPersonalData, PersonalData
from tests import factories
from tests.accounts.support import LATER, NOW, coordinator, me, person, verbs

pytestmark = pytest.mark.django_db


def test_every_table_is_declared() -> None:
    declared = {model._meta.db_table for model, _ in privacy.register()} | privacy.OF_THE_DATABASE.keys()

    assert set(connection.introspection.table_names()) - declared == set()


def test_every_declaration_has_its_table() -> None:
    assert privacy.OF_LIBRARIES.keys() <= {model._meta.label_lower for model in apps.get_models()}
    assert privacy.OF_THE_DATABASE.keys() <= set(connection.introspection.table_names())


def test_every_declaration_names_fields_that_exist() -> None:
    for model, declaration in privacy.about_people():
        for path in (*declaration.person, *declaration.export):
            owner: type[models.Model] = model
            *steps, last = path.split("__")
            for step in steps:
                related = owner._meta.get_field(step).related_model
                assert isinstance(related, type)
                owner = related
            assert last == "pk" or owner._meta.get_field(last)
        for field in declaration.blank:
            assert model._meta.get_field(field)
        assert declaration.why


@isolate_apps("lero_hub.accounts")
def test_a_model_that_nobody_declared_is_seen() -> None:
    class Diary(models.Model):
        class Meta:
            app_label = "accounts"

        def __str__(self) -> str:
            return "A page"

    assert privacy.declaration_of(Diary) is None


def test_links_to_people_are_deleted_and_other_links_are_not_personal() -> None:
    declared = privacy.declaration_of(User.groups.through)
    other = privacy.declaration_of(Group.permissions.through)

    assert isinstance(declared, PersonalData)
    assert (declared.person, declared.on_erasure) == (("user",), "delete")
    assert isinstance(other, NoPersonalData)


HELD: dict[str, list[dict[str, object]]] = {
    "Your account": [
        {
            "E-mail address": "robin@people.example",
            "The name you chose": "Robin",
            "Your language": "en-gb",
            "When you joined": NOW.isoformat(),
            "When you last signed in": None,
            "When you consented": NOW.isoformat(),
        }
    ],
    "What you agreed to": [
        {
            "What it was about": purpose,
            "Which words": "2026-11",
            "When you agreed": NOW.isoformat(),
            "When you took it back": None,
        }
        for purpose in (
            "Holding what membership may imply about your health",
            "The house rules, and being 18 or over",
        )
    ],
    "Your roles in the network": [
        {
            "Which role": "Curator",
            "Why you were given it": "Knows the shelves",
            "Since when": NOW.isoformat(),
            "Until when": LATER.isoformat(),
            "Why it ended": "Moved away",
        }
    ],
    "Which e-mails you want": [{"What kind": "test.news", "Yes or no": False}],
    "Two-step sign-in": [
        {
            "Codes from an app, or spare codes": "TOTP Authenticator",
            "When it was made": NOW.isoformat(),
            "When it was last used": None,
        }
    ],
    "Your e-mail addresses": [
        {"E-mail address": "robin@people.example", "Whether you confirmed it": True, "Which one we write to": True}
    ],
}
"""What the hub holds about the person of the next test, in the words of their copy."""


def test_export_holds_everything_about_the_person_and_nothing_about_others() -> None:
    by = coordinator("coral")
    user, other = person("robin"), person("other")
    first = grant_role(user_id=user.pk, role="curator", by=me(by), reason="Knows the shelves", now=NOW)
    end_role(grant_id=first.pk, by=me(by), reason="Moved away", now=LATER)
    grant_role(user_id=other.pk, role="curator", by=me(by), reason="Not for your eyes", now=NOW)
    NotificationSetting.objects.create(user=user, kind="test.news", wanted=False)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "sealed"}, created_at=NOW)

    copy = workflows.export_person(user_id=user.pk, by=me(user), now=LATER)

    assert copy["your_id"] == str(user.pk)
    assert copy["made_at"] == LATER.isoformat()
    assert copy["about"] == "Everything that LERO Hub holds about you."
    parts = {str(part["what"]): part["entries"] for part in copy["parts"]}  # type: ignore[attr-defined]
    parts["What you agreed to"] = sorted(parts["What you agreed to"], key=str)  # type: ignore[call-overload]
    assert {what: parts.pop(what) for what in HELD} == HELD
    events = parts.pop("The record of who did what")
    assert sorted(event["What was done"] for event in events) == [  # type: ignore[attr-defined]
        "accounts.export",
        "accounts.give_consent",
        "accounts.give_consent",
        "accounts.register",
    ]
    assert parts == {}
    assert "other" not in json.dumps(copy["parts"])


def test_export_reads_through_related_rows_and_stops_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    by, user = coordinator("coral"), person("robin")
    grant_role(user_id=user.pk, role="curator", by=me(by), reason="Because", now=NOW)
    declared = PersonalData(
        person=("user",),
        export=("granted_by__display_name", "ended_by__display_name", "granted_by"),
        on_erasure="keep",
        why="A test",
    )
    monkeypatch.setattr(RoleGrant, "personal_data", declared)

    parts = {part["what"]: part["entries"] for part in privacy.export_of(user.pk)}

    assert parts["Your roles in the network"] == [
        {
            "Granted by, name you like to be called": "Coral",
            "Ended by, name you like to be called": None,
            "Granted by": str(by.pk),
        }
    ]


def test_register_leaves_out_what_nobody_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(privacy.OF_LIBRARIES, "auth.group")

    assert Group not in dict(privacy.register())


def test_export_is_audited_and_only_for_oneself() -> None:
    user, other = person("robin"), person("other")

    with pytest.raises(NotAllowed):
        workflows.export_person(user_id=user.pk, by=me(other), now=LATER)
    assert "accounts.export" not in verbs()

    workflows.export_person(user_id=user.pk, by=me(user), now=LATER)
    assert verbs().count("accounts.export") == 1


def test_parts_of_counts_what_is_held() -> None:
    user = person()

    assert {part.name: (part.rows, part.after) for part in privacy.parts_of(user.pk)} == {
        "The record of who did what": (3, "keep"),
        "What you agreed to": (2, "keep"),
        "Your e-mail addresses": (1, "delete"),
        "Your account": (1, "blank"),
    }


def test_without_plain_words_tables_and_fields_go_by_their_own_names(monkeypatch: pytest.MonkeyPatch) -> None:
    user = person()
    monkeypatch.setattr(privacy, "_words", privacy.PlainWords({}, {"wording": "purpose"}))

    assert {part.name: part.why for part in privacy.parts_of(user.pk)}["Email addresses"] == (
        "Needed to sign in and to write to the person."
    )
    parts = {str(part["what"]): part["entries"] for part in privacy.export_of(user.pk)}
    assert list(parts["Consents"][0]) == [  # type: ignore[index]
        "Purpose",
        "Purpose (wording)",
        "Given at",
        "Withdrawn at",
    ]


def test_export_names_organisations_and_never_other_people() -> None:
    lead, user = person("lead"), person("robin")
    organisation = factories.draft(lead, "Calder Steps")
    factories.join(organisation, user)

    theirs = {str(part["what"]): part["entries"] for part in privacy.export_of(user.pk)}
    leads = {str(part["what"]): part["entries"] for part in privacy.export_of(lead.pk)}

    assert theirs["Organisations that you act for"] == [
        {
            "Which organisation": str(organisation),
            "Which role": "Editor",
            "Since when": NOW.isoformat(),
            "Until when": None,
        }
    ]
    assert len(leads["Invitations that you sent"]) == 1  # type: ignore[arg-type]
    assert "lead@people.example" not in json.dumps(theirs)
    assert "robin@people.example" not in json.dumps(leads)


def test_declarations_refuse_to_blank_without_saying_what() -> None:
    with pytest.raises(ValueError, match="goes with"):
        PersonalData(person=("user",), export=(), on_erasure="blank", why="No fields named")


def test_nothing_third_party_about_a_person_survives() -> None:
    user = person()
    LogEntry.objects.create(user=user, action_time=NOW, object_repr="Something", action_flag=1)
    user.groups.add(Group.objects.create(name="Group"))

    privacy.erase(user.pk)

    assert (LogEntry.objects.count(), EmailAddress.objects.count(), user.groups.count()) == (0, 0, 0)
    assert (Session.objects.count(), RoleGrant.objects.count()) == (0, 0)
