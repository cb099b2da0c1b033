"""Changing the key of what lies sealed."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import override_settings

from lero_hub.accounts import resealing
from lero_hub.accounts.sealing import seal, unseal
from tests.accounts.support import person

pytestmark = pytest.mark.django_db

OLD, NEW = "o" * 40, "n" * 40


def sealed_under(key: str) -> None:
    """Give a person both kinds of secret, sealed under one key."""
    user = person()
    with override_settings(FIELD_KEYS=[key]):
        Authenticator.objects.create(user=user, type="totp", data={"secret": seal("the secret")})
        Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": seal("the seed"), "used_mask": 5})


def test_reseal_moves_every_secret_to_the_newest_key(capsys: pytest.CaptureFixture[str]) -> None:
    sealed_under(OLD)

    with override_settings(FIELD_KEYS=[NEW, OLD]):
        call_command("reseal")
        call_command("reseal")

    assert capsys.readouterr().out == "2 secrets are sealed with the newest key.\n" * 2
    with override_settings(FIELD_KEYS=[NEW]):
        assert unseal(Authenticator.objects.get(type="totp").data["secret"]) == "the secret"
        codes = Authenticator.objects.get(type="recovery_codes").data
        assert (unseal(codes["seed"]), codes["used_mask"]) == ("the seed", 5)


def test_reseal_without_the_old_key_changes_nothing() -> None:
    sealed_under(OLD)
    before = list(Authenticator.objects.order_by("pk").values_list("data", flat=True))

    with override_settings(FIELD_KEYS=[NEW]), pytest.raises(CommandError, match="Nothing was changed"):
        call_command("reseal")

    assert list(Authenticator.objects.order_by("pk").values_list("data", flat=True)) == before


def test_what_an_app_registers_twice_is_sealed_anew_once(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []

    def reseal() -> int:
        runs.append("sealed")
        return 3

    monkeypatch.setattr(resealing, "_reseals", [])

    assert resealing.register_resealing(reseal) is reseal
    assert resealing.register_resealing(reseal) is reseal
    assert (resealing.reseal_others(), runs) == (3, ["sealed"])
