"""Becoming a member, one's name, and what one wants to hear of."""

import pytest
from allauth.account.models import EmailAddress

from lero_hub.accounts import queries, workflows
from lero_hub.accounts.models import Consent, NotificationSetting, User
from lero_hub.audit.models import AuditEvent
from lero_hub.authz.actor import ANONYMOUS
from lero_hub.authz.workflows import grant_role
from lero_hub.errors import NotAllowed, Refused
from lero_hub.outbox import kinds
from lero_hub.outbox.kinds import Kind
from tests.accounts.support import LATER, NOW, coordinator, me, person, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def _two_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know two kinds that can be switched off and one that cannot."""
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind("test.news", "News"))
    kinds.register(Kind("test.queue", "The queue"))
    kinds.register(Kind("test.security", "Security", security=True))


def test_register_person_makes_account_address_and_both_consents() -> None:
    user = person("robin", email=" Robin@People.example ", address_verified=False)

    assert (user.email, user.display_name, user.consented_at, user.joined_at, user.is_active) == (
        "robin@people.example",
        "Robin",
        NOW,
        NOW,
        True,
    )
    assert list(EmailAddress.objects.values_list("email", "primary", "verified")) == [
        ("robin@people.example", True, False)
    ]
    assert sorted(Consent.objects.values_list("user", "purpose", "wording", "given_at", "withdrawn_at")) == [
        (user.pk, "membership", "2026-11", NOW, None),
        (user.pk, "terms", "2026-11", NOW, None),
    ]
    assert verbs() == ["accounts.give_consent", "accounts.give_consent", "accounts.register"]
    assert set(AuditEvent.objects.values_list("actor_id", flat=True)) == {user.pk}


@pytest.mark.parametrize(("missing", "code"), [("accepts_terms", "terms"), ("consents", "consent")])
def test_register_person_without_agreement_is_refused_and_makes_nothing(missing: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        person("robin", **{missing: False})

    assert refusal.value.code == code
    assert User.objects.count() == 0


def test_register_person_with_a_taken_address_is_refused_whatever_its_case() -> None:
    person("robin")

    with pytest.raises(Refused) as refusal:
        person("other", email="ROBIN@people.example")

    assert refusal.value.code == "address_taken"
    assert User.objects.count() == 1


def test_change_profile_by_the_person_changes_the_name_once() -> None:
    user = person()

    workflows.change_profile(user_id=user.pk, display_name="Rob", by=me(user), now=LATER)
    workflows.change_profile(user_id=user.pk, display_name="Rob", by=me(user), now=LATER)

    user.refresh_from_db()
    assert user.display_name == "Rob"
    assert verbs().count("accounts.change_profile") == 1


def test_change_profile_by_anybody_else_is_not_allowed() -> None:
    user, other = person("robin"), person("other")

    for by in (me(other), ANONYMOUS):
        with pytest.raises(NotAllowed):
            workflows.change_profile(user_id=user.pk, display_name="X", by=by, now=LATER)

    user.refresh_from_db()
    assert user.display_name == "Robin"


@pytest.mark.usefixtures("_two_kinds")
def test_set_notifications_keeps_a_row_only_for_what_was_ever_switched_off() -> None:
    user = person()

    workflows.set_notifications(
        user_id=user.pk, wanted={"test.news": False, "test.queue": True}, by=me(user), now=LATER
    )
    assert list(NotificationSetting.objects.values_list("kind", "wanted")) == [("test.news", False)]
    assert [(switch.key, switch.on) for switch in queries.switches(user)] == [
        ("test.news", False),
        ("test.queue", True),
    ]

    workflows.set_notifications(user_id=user.pk, wanted={"test.news": True}, by=me(user), now=LATER)
    workflows.set_notifications(user_id=user.pk, wanted={"test.news": True}, by=me(user), now=LATER)
    assert list(NotificationSetting.objects.values_list("kind", "wanted")) == [("test.news", True)]
    assert verbs().count("accounts.set_notification") == 2


def test_switches_for_a_role_are_shown_to_those_who_hold_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind("test.news", "News"))
    kinds.register(Kind("test.queue", "The queue", role="coordinator"))

    assert [switch.key for switch in queries.switches(person())] == ["test.news"]
    assert [switch.key for switch in queries.switches(coordinator())] == ["test.news", "test.queue"]


@pytest.mark.usefixtures("_two_kinds")
@pytest.mark.parametrize("kind", ["test.security", "test.unknown"])
def test_set_notifications_for_what_nobody_can_switch_is_refused(kind: str) -> None:
    user = person()

    with pytest.raises(Refused) as refusal:
        workflows.set_notifications(user_id=user.pk, wanted={kind: False}, by=me(user), now=LATER)

    assert refusal.value.code == "always_on"
    assert NotificationSetting.objects.count() == 0


def test_set_notifications_by_anybody_else_is_not_allowed() -> None:
    user, other = person("robin"), person("other")

    with pytest.raises(NotAllowed):
        workflows.set_notifications(user_id=user.pk, wanted={}, by=me(other), now=LATER)


@pytest.mark.usefixtures("_two_kinds")
def test_wants_follows_the_switch_the_consent_and_the_account() -> None:
    user = person()
    assert queries.wants(user.pk, "test.news") is True

    workflows.set_notifications(user_id=user.pk, wanted={"test.news": False}, by=me(user), now=LATER)
    assert (queries.wants(user.pk, "test.news"), queries.wants(user.pk, "test.queue")) == (False, True)

    workflows.withdraw_consent(user_id=user.pk, by=me(user), now=LATER)
    assert queries.wants(user.pk, "test.queue") is False


def test_people_are_told_apart_in_every_list() -> None:
    user = person()

    assert str(user) == f"Robin ({user.pk})"
    assert user.get_full_name() == "Robin"
    assert User(display_name="").shown_name == "A member"
    assert User(display_name="", erased_at=NOW).shown_name == "A former member"
    assert (User(is_superuser=True).is_staff, User().is_staff) == (True, False)
    assert str(user.consents.get(purpose="terms")).startswith("terms 2026-11 ")
    assert str(NotificationSetting(user=user, kind="a.b", wanted=False)) == f"a.b False {user.pk}"


def test_user_manager_finds_by_address_and_refuses_none() -> None:
    user = person()

    assert User.objects.get_by_natural_key("ROBIN@people.example") == user
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")
    assert User.objects.create_superuser("operator@people.example").is_superuser is True


def test_coordinators_are_told_to_the_outbox_while_their_account_is_open() -> None:
    by, closed = coordinator("coral"), person("closed", now=LATER)
    grant_role(user_id=closed.pk, role="coordinator", by=me(by), reason="Because", now=NOW)
    person("member")
    assert kinds.coordinators() == [by, closed]

    User.objects.filter(pk=closed.pk).update(is_active=False)

    assert kinds.coordinators() == [by]
