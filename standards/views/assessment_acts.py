"""Every verb of an assessment as an address of its own that takes POST alone, and the pages that ask first."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lero_hub.acts import do_once
from lero_hub.authz.views import Access
from lero_hub.words import Words
from standards.policies import can_send_assessment
from standards.queries.assessment import progress
from standards.states import ASSESSMENT
from standards.views.assessment import AssessmentPage
from standards.workflows import assessment as workflows


class SendView(AssessmentPage):
    """The page before sending in: what is missing, or what will happen, and one button."""

    access = Access.on_object(can_send_assessment)

    def get(self, request: HttpRequest, assessment_id: str) -> HttpResponse:
        """Ask."""
        context = {
            "assessment": self.object,
            "organisation": self.object.organisation,
            "progress": progress(self.object),
            "met_at": self.object.version.met_at,
            "fits": ASSESSMENT.allows("submit", self.object.state),
            "trail": self.trail_below((_("Send in"), "")),
        }
        return render(request, "standards/assessment_send.html", context)


class AskWithdrawView(AssessmentPage):
    """Ask before withdrawing."""

    access = Access.on_object(can_send_assessment)

    def get(self, request: HttpRequest, assessment_id: str) -> HttpResponse:
        """Ask."""
        context = {
            "title": _("Withdraw this self-assessment?"),
            "consequences": [
                _("It ends here, for good: nobody can change it or send it in."),
                _("If it waits for a review, it leaves the queue."),
                _("Your organisation can begin a new one whenever you like. It starts empty."),
            ],
            "kept": [_("Your team can still read what was written.")],
            "submit": _("Withdraw it"),
            "action": reverse("standards:assessment_withdraw", args=[self.object.pk]),
            "cancel_url": reverse("standards:assessment", args=[self.object.pk]),
            "trail": self.trail_below((_("Withdraw"), "")),
        }
        return render(request, "standards/assessment_ask.html", context)


class ActView(AssessmentPage):
    """One verb. A second click finds the work done and says so; where an undo exists, the message offers it."""

    access = Access.on_object(can_send_assessment)
    http_method_names = ["post"]
    workflow: ClassVar[Callable[..., Any]]
    done: ClassVar[Words]
    undo: ClassVar[str] = ""
    refused_to: ClassVar[str] = "standards:assessment"

    def post(self, request: HttpRequest, assessment_id: str) -> HttpResponseBase:
        """Do it once."""
        undo = reverse(self.undo, args=[self.object.pk]) if self.undo else ""
        did = do_once(request, ASSESSMENT, self.act, said=self.done, undo=undo)
        return redirect(self.refused_to if did.is_refused else "standards:assessment", self.object.pk)

    def act(self) -> Any:
        """Call the workflow."""
        return type(self).workflow(assessment_id=self.object.pk, by=self.actor, now=timezone.now())


class SubmitView(ActView):
    """Send it in."""

    workflow = staticmethod(workflows.submit_assessment)
    done = gettext_lazy(
        "Sent in. A coordinator looks for two assessors from other LEROs, within four weeks. Nobody can change it now."
    )
    undo = "standards:assessment_take_back"
    refused_to = "standards:assessment_send"


class TakeBackView(ActView):
    """Take it back from the queue."""

    workflow = staticmethod(workflows.take_back_assessment)
    done = gettext_lazy("Taken back. Your team can change it again, and only your team sees it.")


class WithdrawView(ActView):
    """End it."""

    workflow = staticmethod(workflows.withdraw_assessment)
    done = gettext_lazy("Withdrawn. Your team can still read it, and you can begin a new one.")
