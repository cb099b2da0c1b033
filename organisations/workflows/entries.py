"""Making an entry and writing its words."""

from datetime import datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.accounts.models import User
from lero_hub.addresses import free_slug
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed, Refused, StaleVersion
from organisations.models import Identifier, Membership, Organisation, OrganisationTerm, ServiceArea, Term
from organisations.policies import can_add_organisation, can_edit_entry, can_send_entry, forget_roles
from organisations.queries.entry import mark, missing, section_values
from organisations.sections import ABOUT, Section, SectionValues
from organisations.states import MemberRole, State
from organisations.workflows.renames import tell_renamed
from organisations.workflows.search_document import refresh_search

DRAFTS_A_PERSON_MAY_HOLD = 10


@transaction.atomic
def create_entry(*, organisation_id: UUID, values: SectionValues, by: Actor, now: datetime) -> Organisation:
    """Make a draft, with its maker as the first lead. The id comes from the form: sending it twice makes one entry.

    Raises NotAllowed for a visitor, or when the id belongs to somebody else's entry; Refused for too many drafts.
    """
    can_add_organisation.require(by, None)
    # Two clicks on one button race here: the person's row is locked, so that the second finds the first one's entry.
    maker = User.objects.select_for_update().get(pk=by.person.pk)
    standing = Organisation.objects.filter(pk=organisation_id).first()
    if standing is not None:
        if standing.created_by_id != by.user_id:
            raise NotAllowed(can_edit_entry.refusal)
        return standing
    drafts = Organisation.objects.filter(created_by=maker, state=State.DRAFT, submitted_at=None).count()
    if drafts >= DRAFTS_A_PERSON_MAY_HOLD:
        raise Refused("too_many_drafts", _("You have ten drafts already. Finish or delete one of them first."))
    organisation = Organisation.objects.create(
        id=organisation_id,
        slug=_free_slug(str(values.words["name"])),
        name=str(values.words["name"]),
        created_at=now,
        created_by=maker,
        changed_at=now,
        changed_by=maker,
    )
    Membership.objects.create(user=maker, organisation=organisation, role=MemberRole.LEAD, since=now)
    forget_roles(by)
    _write(organisation, ABOUT, values)
    refresh_search(organisation.pk)
    record(actor=by, verb="organisations.create_entry", subject=organisation, now=now)
    return organisation


@transaction.atomic
def save_section(
    *, organisation_id: UUID, section: Section, values: SectionValues, expected: str, by: Actor, now: datetime
) -> Organisation:
    """Write one step of an entry. Saving what stands there already changes nothing.

    `expected` is the mark of the content that the person built on (`queries.entry.mark`). Raises NotAllowed, and
    StaleVersion when somebody else changed this step in the meantime, and Refused("incomplete") when an entry that is
    listed, or waits to be, would lose what listing needs.
    """
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
    can_edit_entry.require(by, organisation)
    current = section_values(organisation, section)
    changed = values.differing(current)
    if not changed:
        return organisation
    if mark(current) != expected:
        raise StaleVersion(organisation.version)
    name_before = organisation.name
    _write(organisation, section, values)
    if organisation.name != name_before:
        tell_renamed(organisation_id=organisation.pk)
    if organisation.state in {State.SUBMITTED, State.LISTED}:
        require_complete(organisation)
    touch(organisation, by=by, now=now)
    record(actor=by, verb="organisations.change_entry", subject=organisation, now=now, section=section.slug)
    return organisation


def require_complete(organisation: Organisation) -> None:
    """Raise Refused("incomplete") while an entry lacks something that listing needs."""
    gaps = missing(organisation)
    if gaps:
        raise Refused("incomplete", _("Something is still missing: %(what)s.") % {"what": gaps[0].message})


def touch(organisation: Organisation, *, by: Actor, now: datetime) -> None:
    """Note who changed the entry, and let search know; the caller holds the lock."""
    organisation.version += 1
    organisation.changed_at, organisation.changed_by_id = now, by.person.pk
    organisation.save(update_fields=["version", "changed_at", "changed_by"])
    refresh_search(organisation.pk)


def _write(organisation: Organisation, section: Section, values: SectionValues) -> None:
    for name in section.words:
        setattr(organisation, name, values.words[name])
    if section.words:
        organisation.save(update_fields=list(section.words))
    if section.taxonomies:
        _choose_terms(organisation, section, {slug for slugs in values.terms.values() for slug in slugs})
    if section.has_areas:
        organisation.service_areas.exclude(area_id__in=values.areas).delete()
        rows = [ServiceArea(organisation=organisation, area_id=code) for code in values.areas]
        ServiceArea.objects.bulk_create(rows, ignore_conflicts=True)
    if section.has_identifiers:
        organisation.identifiers.all().delete()
        numbers = [Identifier(organisation=organisation, scheme=s, number=n) for s, n in values.identifiers.items()]
        Identifier.objects.bulk_create(numbers)


def _choose_terms(organisation: Organisation, section: Section, slugs: set[str]) -> None:
    chosen = OrganisationTerm.objects.filter(organisation=organisation, term__taxonomy__in=section.taxonomies)
    chosen.exclude(term_id__in=slugs).delete()
    known = Term.objects.filter(slug__in=slugs, taxonomy__in=section.taxonomies)
    rows = [OrganisationTerm(organisation=organisation, term=term) for term in known]
    OrganisationTerm.objects.bulk_create(rows, ignore_conflicts=True)


def _free_slug(name: str) -> str:
    return free_slug("organisation", name, taken=_taken, most=70, otherwise="organisation")


def _taken(stem: str) -> set[str]:
    return {*Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True), *RESERVED}


# Words that stand at the place of a slug in our own addresses.
RESERVED = {"add", "export", "feed", "new"}


@transaction.atomic
def save_logo(*, organisation_id: UUID, image: bytes | None, by: Actor, now: datetime) -> Organisation:
    """Put a logo in place of the old one, or take it away (`None`). `image` is WebP, re-encoded by the form."""
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
    can_edit_entry.require(by, organisation)
    old, storage = organisation.logo.name, organisation.logo.storage
    if image is None:
        organisation.logo = ""
    else:
        organisation.logo.save("logo.webp", ContentFile(image), save=False)
    organisation.save(update_fields=["logo"])
    touch(organisation, by=by, now=now)
    record(actor=by, verb="organisations.change_logo", subject=organisation, now=now, has_logo=image is not None)
    if old:
        # Only once the change stands: a file removed before a rollback could not be brought back.
        transaction.on_commit(lambda: storage.delete(old))
    return organisation


@transaction.atomic
def delete_draft(*, organisation_id: UUID, by: Actor, now: datetime) -> None:
    """Remove an entry that was never sent in, with all that belongs to it. Deleting it twice is harmless.

    Raises NotAllowed unless `by` leads it, Refused when it was sent in before: then it can be archived.
    """
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).filter(pk=organisation_id).first()
    if organisation is None:
        return
    can_send_entry.require(by, organisation)
    if organisation.state != State.DRAFT or organisation.submitted_at is not None:
        raise Refused("was_sent_in", _("This entry was sent in before, so it is kept. You can archive it."))
    record(actor=by, verb="organisations.delete_draft", subject=organisation, now=now)
    logo = organisation.logo
    if logo:
        transaction.on_commit(lambda: logo.storage.delete(str(logo.name)))
    for rows in (organisation.memberships, organisation.invitations, organisation.join_requests):
        rows.all().delete()
    organisation.delete()
    forget_roles(by)
