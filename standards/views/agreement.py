"""The assessor agreement: read, accept, take back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView
from standards.agreement import AGREEMENTS
from standards.forms.forming import AgreementForm
from standards.policies import is_assessor
from standards.queries import agreements
from standards.states import AGREEMENT_VERSION
from standards.workflows.agreement import accept_assessor_agreement, withdraw_assessor_agreement


class AgreementView(HubView):
    """The words, and two boxes: accept them, and say yes to lived experience."""

    access = Access.policy(is_assessor)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the agreement and where it stands."""
        return self.show(AgreementForm(self.parked()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Accept it."""
        form = AgreementForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        agreement = accept_assessor_agreement(by=self.actor, lived_experience=True, now=timezone.now())
        until = date_format(agreements.last_day(agreement), "j F Y")
        messages.success(request, _("Thank you. You can be asked to assess until %(day)s.") % {"day": until})
        return redirect("standards:my_reviews")

    def show(self, form: AgreementForm) -> HttpResponse:
        """Render the page, with the form while there is something to accept."""
        now, standing = timezone.now(), agreements.open_agreement(self.actor.person)
        context = {
            "parts": AGREEMENTS[AGREEMENT_VERSION],
            "version": AGREEMENT_VERSION,
            "standing": standing,
            "holds": agreements.holds(standing, now),
            "until": agreements.last_day(standing) if standing else None,
            "form": form if agreements.is_due(standing, now) else None,
            "trail": [(_("My reviews"), reverse("standards:my_reviews")), (_("Assessor agreement"), "")],
        }
        return render(self.request, "standards/assessor_agreement.html", context)


class WithdrawAgreementView(HubView):
    """Take the agreement back. Open to everybody's own account, also once the role has ended."""

    access = Access.account()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say what will happen, and ask."""
        standing = agreements.open_agreement(self.actor.person)
        context = {
            "standing": standing,
            "title": _("Take back the assessor agreement?"),
            "consequences": [
                _("Your yes to lived experience is deleted at once."),
                _("Reviews in which you have not sent in your levels are given to somebody else."),
                _("You are not asked to assess until you accept the agreement again."),
            ],
            "kept": [_("That you accepted the agreement, and when. Levels that you have sent in.")],
            "submit": _("Take it back"),
            "cancel_url": reverse("standards:assessor_agreement") if is_assessor(self.actor, None) else "/hub/",
        }
        return render(request, "standards/assessor_agreement_withdraw.html", context)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take it back."""
        withdraw_assessor_agreement(by=self.actor, now=timezone.now())
        messages.success(request, _("Taken back. Your yes is deleted. Thank you for what you have done."))
        return redirect("standards:withdraw_agreement")
