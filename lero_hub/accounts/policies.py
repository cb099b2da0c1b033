"""Who may change an account: its person, and nobody else."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from lero_hub.authz.actor import Actor
from lero_hub.authz.policies import policy

if TYPE_CHECKING:
    from lero_hub.accounts.models import User


@policy(refusal=_("You can change only your own account."))
def is_own_account(actor: Actor, user: "User") -> bool:
    """People look after their own account; no role reaches into it."""
    return actor.user_id == user.pk
