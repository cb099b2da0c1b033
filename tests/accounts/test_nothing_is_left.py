"""Whatever table holds a text about a person: after the erasure, no column of the database holds it."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from lero_hub.accounts import privacy, workflows
from lero_hub.authz import parking
from lero_hub.authz.workflows import grant_role
from lero_hub.outbox.workflows import send_due
from tests import factories
from tests.accounts.any_row import Rows, texts_holding
from tests.accounts.support import NOW, PASSWORD, browser_of, coordinator, me, person, sign_in

pytestmark = pytest.mark.django_db

MARK = "quince"

# Declared columns that keep their text, and why that text is not about the person.
KEPT = {
    "organisations_entry_report.what_was_done": "a coordinator's words about an entry of the directory",
    "outbox_message.kind": "names the kind of mail",
    "outbox_message.subject": "is neutral by rule, and the same for everybody",
    "outbox_message.state": "names a state",
    "standards_assessor_agreement.version": "the version of a text",
}

# Texts in kept tables that a person gets in their copy, and why each may stay.
STAYS = {
    "accounts_consent.wording": "the version of a text",
    "audit_event.subject_id": "an id",
    "audit_event.subject_type": "the name of a table",
    "audit_event.verb": "the name of a verb",
    "evidence_item.title": "the title of a study, or of a practice",
    "organisations_help_line.name": "the name of a telephone line",
    "organisations_organisation.name": "the name of an organisation",
    "peer_supervision_acceptance.version": "the version of a text",
    "standards_assessment_evidence.title": "what an organisation shows",
    "standards_framework_version.number": "the number of an edition",
}


def test_every_declared_text_is_gone_after_the_erasure() -> None:
    user = person()
    rows = Rows(user, MARK)
    for model, declaration in privacy.about_people():
        if declaration.on_erasure != "keep" and declaration.person and declaration.person != ("pk",):
            rows.about(model, declaration)
    connection.check_constraints()
    before = texts_holding(MARK)
    assert {"account_emailaddress.email", "authz_role_grant.reason", "outbox_message.to"} <= before

    privacy.erase(user.pk)

    assert texts_holding(MARK) - KEPT.keys() == set()


def test_every_kept_text_that_a_person_is_given_has_a_reason_to_stay() -> None:
    given = {
        f"{model._meta.db_table}.{path}"
        for model, declaration in privacy.about_people()
        for path in declaration.export
        if declaration.on_erasure == "keep"
        and "__" not in path
        and model._meta.get_field(path).get_internal_type() in {"CharField", "TextField", "EmailField", "SlugField"}
        and not getattr(model._meta.get_field(path), "choices", None)
    }

    assert given - STAYS.keys() == set()


def test_a_life_in_the_hub_leaves_no_trace_of_name_address_or_words() -> None:
    by, user = coordinator(), person(MARK, display_name=f"{MARK.title()} Jelly")
    Client().post("/accounts/password/reset/", {"email": user.email})
    Client().post("/accounts/signup/", {"email": user.email, "password1": PASSWORD, "display_name": "X",
                                        "terms": "on", "consent": "on"})  # fmt: skip
    phone = Client()
    sign_in(phone, user)
    phone.post("/accounts/email/", {"email": f"new-{MARK}@people.example", "action_add": ""})
    visitor = Client()
    kept_form = {parking.FIELD: parking.mark_for(user.pk, "/account/profile/"), "display_name": f"{MARK} again"}
    visitor.post("/account/profile/", kept_form)
    factories.join(factories.draft(person("lead"), "Calder Steps"), user)
    grant_role(user_id=user.pk, role="curator", by=me(by), reason=f"{MARK} knows the shelves", now=NOW)
    assert {"accounts_user.display_name", "accounts_user.email", "authz_role_grant.reason"} <= texts_holding(MARK)
    assert visitor.session[parking.KEY] != []

    workflows.erase_account(user_id=user.pk, by=me(user), now=timezone.now())
    mail.outbox.clear()
    send_due(clock=timezone.now)

    assert f"{MARK}@people.example" in [address for message in mail.outbox for address in message.to]
    assert texts_holding(MARK) == set()
    assert texts_holding(str(user.pk)) >= {"audit_event.actor_id"}
    assert parking.KEY not in visitor.session
    assert browser_of(by).get(f"/coordination/people/{user.pk}/").status_code == 404
