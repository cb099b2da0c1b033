"""What a self-assessment needs from the team of its organisation."""

from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from lero_hub.pages.needs.need import Need, Rows, Source, each
from organisations.models import Membership
from organisations.policies import is_lead
from standards.models import Assessment
from standards.queries.assessment import Progress, progress_of
from standards.states import WRITABLE, AssessmentState


def _being_written(actor: Actor) -> QuerySet[Assessment]:
    mine = Membership.objects.open().filter(user=actor.user, organisation=OuterRef("organisation"))
    found = Assessment.objects.filter(Exists(mine), state__in=sorted(WRITABLE))
    return found.order_by("organisation__name", "id")


def _needs(actor: Actor, now: datetime) -> list[Need]:
    """Read all of them, and how far each is, in two queries."""
    found = list(_being_written(actor).select_related("organisation", "version"))
    return [_need(actor, assessment, far) for assessment, far in progress_of(found)] if found else []


def _need(actor: Actor, assessment: Assessment, far: Progress) -> Need:
    name, page = {"name": assessment.organisation.name}, reverse("standards:assessment", args=[assessment.pk])
    if assessment.state == AssessmentState.CHANGES_REQUESTED:
        label = _("Answer the coordinator’s question about the self-assessment of %(name)s") % name
        return Need(label, page, _("Change what you want, then a lead sends it in again."), waits_for_others=True)
    if not far.gaps:
        if is_lead(actor, assessment.organisation):
            label = _("Send in the self-assessment of %(name)s") % name
            return Need(label, reverse("standards:assessment_send", args=[assessment.pk]), _("Everything is there."))
        return Need(_("Read the self-assessment of %(name)s once more") % name, page, _("A lead can send it in now."))
    count = {"done": far.answered, "all": len(far.lines)}
    note = _("%(done)s of %(all)s answered.") % count
    code = far.next.code if far.next else far.gaps[0].code
    note += " " + _("Next: %(code)s.") % {"code": code}
    address = reverse("standards:criterion_answer", args=[assessment.pk, code])
    return Need(_("Go on with the self-assessment of %(name)s") % name, address, note)


def _rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(_being_written(actor))]


SOURCES = (Source(_needs, _rows),)
