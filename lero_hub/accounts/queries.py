"""What pages and other apps read about accounts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.accounts import erasure
from lero_hub.accounts.erasure import Obstacle
from lero_hub.accounts.models import Consent, NotificationSetting, User
from lero_hub.accounts.querysets import ConsentQuerySet, UserQuerySet
from lero_hub.accounts.states import WORDING, Purpose, have_changed
from lero_hub.authz.actor import Actor
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.states import Role
from lero_hub.outbox import kinds
from lero_hub.words import Words

UNCONFIRMED_FOR = timedelta(days=14)

SORTS = {"name": ("display_name", "id"), "-joined": ("-joined_at", "id"), "joined": ("joined_at", "id")}


def wants(user_id: UUID, switch: str) -> bool:
    """Tell whether mail of this kind is to go to a person: the account is open, consent stands, the switch is on."""
    return (
        User.objects.open().filter(pk=user_id, consented_at__isnull=False).exists()
        and not NotificationSetting.objects.filter(user_id=user_id, kind=switch, wanted=False).exists()
    )


def coordinators() -> list[User]:
    """List the open accounts that hold the role of coordinator."""
    return list(User.objects.open().holding(Role.COORDINATOR).order_by("joined_at", "id"))


def belongs_to_another(address: str, user_id: UUID | None) -> bool:
    """Tell whether an address is that of an account other than this one."""
    owners = User.objects.filter(email__iexact=address).values_list("pk", flat=True)
    return any(owner != user_id for owner in owners)


def unconfirmed(address: str) -> EmailAddress | None:
    """Find the address of an open account that waits to be confirmed; None for all others, and where there is none."""
    return EmailAddress.objects.filter(
        email__iexact=address, verified=False, user__email__iexact=address, user__is_active=True
    ).first()


def never_confirmed(before: datetime) -> UserQuerySet:
    """Keep accounts made before a time that have never been signed in to and have no confirmed address."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    return User.objects.open().filter(~Exists(confirmed), joined_at__lt=before, last_login__isnull=True)


@dataclass(frozen=True)
class Switch:
    """One kind of mail and whether its person left it on."""

    key: str
    label: Words
    on: bool


def switches(user: User) -> list[Switch]:
    """List what a person can switch on and off, as it stands; mail for a role is shown to those who hold it."""
    off = set(user.notification_settings.filter(wanted=False).values_list("kind", flat=True))
    roles = {"", *RoleGrant.objects.open().filter(user=user).values_list("role", flat=True)}
    return [Switch(kind.switch, kind.label, kind.switch not in off) for kind in kinds.optional() if kind.role in roles]


def always_on() -> list[str]:
    """List the kinds of mail that are always sent, each label once."""
    return list(dict.fromkeys(str(kind.label) for kind in kinds.every() if kind.security))


@dataclass(frozen=True)
class Overview:
    """What a person's account page shows."""

    roles: list[RoleGrant]
    consent: Consent | None
    terms: Consent | None
    two_step: bool
    switched_off: int
    changing_to: str


def overview(user: User) -> Overview:
    """Read what the account page shows, in a fixed number of queries."""
    standing = {consent.purpose: consent for consent in user.consents.standing()}
    return Overview(
        roles=list(RoleGrant.objects.open().filter(user=user).order_by("role")),
        consent=standing.get(Purpose.MEMBERSHIP),
        terms=standing.get(Purpose.TERMS),
        two_step=Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists(),
        switched_off=sum(not switch.on for switch in switches(user)),
        changing_to=EmailAddress.objects.filter(user=user, verified=False, primary=False)
        .order_by("-pk")
        .values_list("email", flat=True)
        .first()
        or "",
    )


def consent_history(user: User) -> list[Consent]:
    """List every consent that a person gave, the newest first."""
    return list(user.consents.order_by("-given_at", "-id"))


def wording_is_current(consent: Consent | None) -> bool:
    """Tell whether a consent was given in the words of today."""
    return consent is not None and consent.wording == WORDING[Purpose(consent.purpose)]


def outdated_consents(user_id: UUID | None) -> ConsentQuerySet:
    """Find what a person agreed to in words that have changed since; without a query while no words ever have."""
    if user_id is None or not have_changed():
        return Consent.objects.none()
    return Consent.objects.standing().outdated().filter(user_id=user_id).order_by("-purpose")


def last_coordinator(user_id: UUID) -> list[Obstacle]:
    """Say that the only coordinator left cannot leave, and what they can do."""
    if list(RoleGrant.objects.open().filter(role=Role.COORDINATOR).values_list("user_id", flat=True)) != [user_id]:
        return []
    message = _("You are the only coordinator of the network. Give this role to somebody else first.")
    return [Obstacle("last_coordinator", message, reverse("pages:people"))]


def obstacles_to_leaving(user_id: UUID) -> list[Obstacle]:
    """List what a person has to settle before their account can be deleted."""
    return erasure.obstacles(user_id)


def find_people(*, actor: Actor, text: str, role: str, sort: str) -> UserQuerySet:
    """Find people for coordinators by words of their name or address, each with the roles that they hold now."""
    people = User.objects.visible_to(actor).matching(text)
    if role:
        people = people.holding(role)
    held = RoleGrant.objects.open().order_by("role")
    return people.order_by(*SORTS.get(sort, SORTS["name"])).prefetch_related(
        Prefetch("role_grants", queryset=held, to_attr="held")
    )


def role_history(person: User) -> list[RoleGrant]:
    """List every role that a person holds or held, open ones first, then the newest."""
    grants = person.role_grants.select_related("granted_by", "ended_by").order_by("-granted_at", "id")
    return sorted(grants, key=lambda grant: grant.ended_at is not None)
