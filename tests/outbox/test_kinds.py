"""Which kinds of mail there are, and who is asked about them."""

from uuid import UUID, uuid4

import pytest

from lero_hub.outbox import kinds
from lero_hub.outbox.kinds import Kind, UnknownKind
from tests.outbox.support import OPTIONAL, SECURITY


def test_registering_the_same_kind_twice_is_harmless() -> None:
    kind = kinds.register(Kind("test.twice", "Twice"))
    assert kinds.register(Kind("test.twice", "Twice")) == kind


def test_registering_another_kind_under_the_same_name_is_refused() -> None:
    kinds.register(Kind("test.twice", "Twice"))
    with pytest.raises(ValueError, match=r"another kind of mail named 'test\.twice'"):
        kinds.register(Kind("test.twice", "Thrice"))


def test_getting_an_unknown_kind_says_so() -> None:
    with pytest.raises(UnknownKind):
        kinds.get("test.unknown")
    known = kinds.at_desk("test.unknown")
    assert (known.key, known.label, known.names_people) == ("test.unknown", "test.unknown", False)
    assert kinds.named_at_desk("test.unknown") == ["test.unknown"]


def test_every_kind_is_listed_by_name() -> None:
    names = [kind.name for kind in kinds.every()]
    assert names == sorted(names)
    assert {OPTIONAL, SECURITY, kinds.UNDELIVERED, kinds.FROM_DJANGO} <= set(names)
    known = kinds.at_desk(OPTIONAL)
    assert (known.key, known.label, known.names_people) == (OPTIONAL, "Something optional", True)
    assert kinds.named_at_desk(OPTIONAL) == [OPTIONAL]


def test_coordinators_know_closed_kinds_of_an_app_by_one_name_and_none_of_them_by_its_own() -> None:
    for name in ("closed.first", "closed.second"):
        kinds.register(Kind(name, "Told to nobody", closed="Something closed"))
        known = kinds.at_desk(name)
        assert (known.key, known.label, known.names_people) == ("closed", "Something closed", False)
    assert kinds.named_at_desk("closed") == ["closed.first", "closed.second"]
    assert kinds.named_at_desk("closed.first") == []


def test_optional_kinds_are_listed_once_for_each_switch_and_never_security(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(Kind("b.second", "Second", preference="shared"))
    kinds.register(Kind("a.first", "First", preference="shared"))
    kinds.register(Kind("c.own", "Own"))
    kinds.register(Kind("d.security", "Security", security=True))
    assert [(kind.name, kind.switch) for kind in kinds.optional()] == [("a.first", "shared"), ("c.own", "c.own")]


def test_preferences_are_asked_about_optional_kinds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[UUID, str]] = []

    def no(user_id: UUID, switch: str) -> bool:
        asked.append((user_id, switch))
        return False

    monkeypatch.setattr(kinds, "_wants", kinds._wants)
    kinds.ask_preferences_of(no)
    user_id = uuid4()
    assert kinds.wants(user_id, kinds.get(OPTIONAL)) is False
    assert kinds.wants(user_id, kinds.get(SECURITY)) is True
    assert asked == [(user_id, OPTIONAL)]


def test_coordinators_are_whom_the_roles_app_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_coordinators", kinds._coordinators)
    assert kinds.coordinators() == []
    kinds.ask_coordinators_of(lambda: iter(()))
    assert kinds.coordinators() == []


def test_without_an_answer_everything_is_wanted_and_nobody_is_told() -> None:
    assert kinds._wants_everything(uuid4(), "any") is True
    assert list(kinds._nobody()) == []
