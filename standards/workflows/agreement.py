"""An assessor accepts the agreement, and takes it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.accounts.models import User
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused
from standards.models import AssessorAgreement
from standards.policies import is_assessor
from standards.queries.agreements import is_due, open_agreement
from standards.states import AGREEMENT_VERSION
from standards.workflows.leaving import leave_open_reviews


@transaction.atomic
def accept_assessor_agreement(*, by: Actor, lived_experience: bool, now: datetime) -> AssessorAgreement:
    """Accept the words of today and say yes to lived experience; an older acceptance ends, and its yes goes.

    Twice in a row does no harm. Raises NotAllowed unless `by` is an assessor, Refused("no_lived_experience").
    """
    user = _locked(by)
    is_assessor.require(by, None)
    if not lived_experience:
        raise Refused(
            "no_lived_experience", _("Reviews are made by people with lived experience, so we need your yes.")
        )
    standing = open_agreement(user)
    if standing is not None and not is_due(standing, now):
        return standing
    if standing is not None:
        _close(standing, now)
    agreement = AssessorAgreement.objects.create(
        user=user, version=AGREEMENT_VERSION, accepted_at=now, lived_experience=True
    )
    record(actor=by, verb="standards.accept_agreement", subject=agreement, now=now, version=AGREEMENT_VERSION)
    return agreement


@transaction.atomic
def withdraw_assessor_agreement(*, by: Actor, now: datetime) -> None:
    """Take the agreement back: the yes is deleted, and reviews without levels sent in are given back.

    Always possible, for oneself alone, and twice does no harm.
    """
    user = _locked(by)
    standing = open_agreement(user)
    if standing is None:
        return
    _close(standing, now)
    record(actor=by, verb="standards.withdraw_agreement", subject=standing, now=now, version=standing.version)
    leave_open_reviews(user_id=user.pk, by=by, now=now)


def _locked(by: Actor) -> User:
    """Lock the person: whoever assigns them meanwhile waits, and reads the agreement again."""
    return User.objects.select_for_update(no_key=True).get(pk=by.person.pk)


def _close(agreement: AssessorAgreement, now: datetime) -> None:
    agreement.withdrawn_at, agreement.lived_experience = now, None
    agreement.save(update_fields=["withdrawn_at", "lived_experience"])
