"""What shows that an answer is so: adding, changing and taking away a piece, and sending its file to a reader."""

from typing import Any, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.accounts.limits import too_often
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused, StaleVersion
from standards.forms.evidence import KINDS, AddEvidenceForm, ChangeEvidenceForm
from standards.models import AssessmentEvidence, Criterion
from standards.policies import can_see_evidence, can_write_assessment
from standards.views.assessment import AssessmentPage
from standards.workflows.assessment import require_writable
from standards.workflows.evidence import add_evidence, change_evidence, remove_evidence


class EvidencePage(AssessmentPage):
    """A page of those who write. Once the assessment is sent in, it says so (409)."""

    access = Access.on_object(can_write_assessment)

    def address(self, code: str) -> str:
        """Give the place of the evidence on a criterion's page."""
        return reverse("standards:criterion_answer", args=[self.object.pk, code]) + "#evidence"


class AddEvidenceView(EvidencePage):
    """Add a piece to a criterion: a file, a link, or something to hear or see."""

    def criterion(self) -> Criterion:
        """Fetch the criterion; an unknown one, or an unknown way, is an unknown page."""
        rows = Criterion.objects.filter(version=self.object.version_id, code=self.kwargs["code"])
        found = rows.first()
        if found is None or self.kwargs["what"] not in KINDS:
            raise Http404
        return found

    def get(self, request: HttpRequest, assessment_id: str, code: str, what: str) -> HttpResponse:
        """Show the form."""
        require_writable(self.object)
        return self._show(AddEvidenceForm(self.parked(), what=self._what()))

    def _what(self) -> str:
        self.criterion()
        return str(self.kwargs["what"])

    def post(self, request: HttpRequest, assessment_id: str, code: str, what: str) -> HttpResponseBase:
        """Add it."""
        self._what()
        if (later := too_often(request, "evidence")) is not None:
            return later
        form = AddEvidenceForm(request.POST, request.FILES, what=what)
        if not form.is_valid():
            return self._show(form)
        try:
            piece = add_evidence(
                assessment_id=self.object.pk,
                evidence_id=form.cleaned_data["evidence"],
                codes=[code],
                values=form.values(),
                file=form.checked,
                by=self.actor,
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error(None, str(error))
            return self._show(form, status=409)
        if piece.pk == form.cleaned_data["evidence"]:
            messages.success(request, _("Added. Only your team sees it until you send the assessment in."))
        else:
            words = _("You have added this already, as “%(title)s”. It stands here once, with the words from before.")
            messages.info(request, words % {"title": piece.title})
        return redirect(self.address(code))

    def _show(self, form: AddEvidenceForm, status: int = 200) -> HttpResponse:
        criterion, what = self.criterion(), self.kwargs["what"]
        titles = {"file": _("Add a file"), "link": _("Add a link"), "talk": _("Offer a conversation or a visit")}
        context = {
            "assessment": self.object,
            "criterion": criterion,
            "form": form,
            "what": what,
            "title": titles[what],
            "return_url": self.address(criterion.code),
            "trail": self.trail_below(
                (criterion.code, reverse("standards:criterion_answer", args=[self.object.pk, criterion.code])),
                (titles[what], ""),
            ),
        }
        return render(self.request, "standards/evidence_add.html", context, status=status)


class OnePieceView(EvidencePage):
    """A page of one piece."""

    def piece(self) -> AssessmentEvidence:
        """Fetch the piece."""
        rows = AssessmentEvidence.objects.visible_to(self.actor).filter(assessment=self.object)
        return get_visible(rows, pk=self.kwargs["evidence_id"])


class ChangeEvidenceView(OnePieceView):
    """Change the words of a piece and what it speaks to."""

    def form(self, piece: AssessmentEvidence, data: Any = None) -> ChangeEvidenceForm:
        """Make the form on top of what stands there."""
        rows = Criterion.objects.filter(version=self.object.version_id).select_related("domain")
        grouped: dict[str, list[tuple[str, str]]] = {}
        for each in rows.order_by("domain__position", "position", "id"):
            grouped.setdefault(each.domain.title, []).append((each.code, f"{each.code} {each.title}"))
        codes = piece.uses.values_list("criterion__code", flat=True)
        initial = ChangeEvidenceForm.initial_from(piece, codes)
        return ChangeEvidenceForm(data, piece=piece, choices=list(grouped.items()), initial=initial)

    def get(self, request: HttpRequest, assessment_id: str, evidence_id: str) -> HttpResponse:
        """Show the form."""
        require_writable(self.object)
        piece = self.piece()
        return self._show(piece, self.form(piece, self.parked()))

    def post(self, request: HttpRequest, assessment_id: str, evidence_id: str) -> HttpResponseBase:
        """Change it; a clash shows both and keeps what was written."""
        piece = self.piece()
        form = self.form(piece, request.POST)
        if not form.is_valid():
            return self._show(piece, form)
        try:
            change_evidence(
                evidence_id=piece.pk,
                values=form.values(),
                codes=form.cleaned_data["criteria"],
                number=form.cleaned_data["number"],
                by=self.actor,
                now=timezone.now(),
            )
        except StaleVersion as error:
            return self._clash(self.piece(), form, error.current)
        except Refused as error:
            form.add_error(None, str(error))
            return self._show(piece, form, status=409)
        messages.success(request, _("Saved."))
        return redirect("standards:assessment_evidence", self.object.pk)

    def _clash(self, piece: AssessmentEvidence, form: ChangeEvidenceForm, number: int) -> HttpResponse:
        again = self.request.POST.copy()
        again["number"] = str(number)
        form.data = again
        held = ChangeEvidenceForm.initial_from(piece, piece.uses.values_list("criterion__code", flat=True))
        held["kind"], held["criteria"] = piece.get_kind_display(), ", ".join(sorted(held["criteria"]))
        theirs = [(str(form.fields[name].label), held[name]) for name in form.fields if name != "number"]
        return self._show(piece, form, theirs=theirs, status=409)

    def _show(
        self, piece: AssessmentEvidence, form: ChangeEvidenceForm, *, theirs: Any = None, status: int = 200
    ) -> HttpResponse:
        context = {
            "assessment": self.object,
            "piece": piece,
            "form": form,
            "theirs": theirs,
            "return_url": reverse("standards:assessment_evidence", args=[self.object.pk]),
            "trail": self.trail_below((piece.title, "")),
        }
        return render(self.request, "standards/evidence_change.html", context, status=status)


class EvidenceListView(EvidencePage):
    """All pieces of an assessment, used or waiting."""

    def get(self, request: HttpRequest, assessment_id: str) -> HttpResponse:
        """List them."""
        rows = AssessmentEvidence.objects.visible_to(self.actor).filter(assessment=self.object)
        pieces = rows.prefetch_related("criteria").order_by("added_at", "id")
        context = {
            "assessment": self.object,
            "organisation": self.object.organisation,
            "pieces": pieces,
            "may_write": self.may_write,
            "trail": self.trail_below((_("What you can show"), "")),
        }
        return render(request, "standards/assessment_evidence.html", context)


class AskRemoveView(OnePieceView):
    """Ask before taking a piece away for good."""

    def get(self, request: HttpRequest, assessment_id: str, evidence_id: str) -> HttpResponse:
        """Ask."""
        require_writable(self.object)
        piece = self.piece()
        context = {
            "title": _("Take “%(title)s” away?") % {"title": piece.title},
            "consequences": [
                _("It is deleted for good, with its file if it has one."),
                _("Every criterion that it speaks to loses it."),
            ],
            "submit": _("Delete it"),
            "action": reverse("standards:evidence_remove", args=[self.object.pk, piece.pk]),
            "cancel_url": reverse("standards:assessment_evidence", args=[self.object.pk]),
            "trail": self.trail_below((piece.title, "")),
        }
        return render(request, "standards/assessment_ask.html", context)


class RemoveEvidenceView(OnePieceView):
    """Take a piece away for good."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, assessment_id: str, evidence_id: str) -> HttpResponseBase:
        """Delete it; a second click finds it gone."""
        rows = AssessmentEvidence.objects.visible_to(self.actor).filter(assessment=self.object, pk=evidence_id)
        for piece in rows:
            remove_evidence(evidence_id=piece.pk, by=self.actor, now=timezone.now())
        messages.success(request, _("Deleted."))
        return redirect("standards:assessment_evidence", self.object.pk)


class EvidenceFileView(HubView):
    """The file of a piece, for whoever may see the assessment: always to be saved, never opened in our name."""

    access = Access.on_object(can_see_evidence)
    object: AssessmentEvidence

    def get_object(self) -> AssessmentEvidence:
        """Fetch a piece that has a file."""
        rows = AssessmentEvidence.objects.visible_to(self.actor).filter(assessment=self.kwargs["assessment_id"])
        rows = rows.exclude(file="").select_related("assessment__organisation")
        return get_visible(rows, pk=self.kwargs["evidence_id"])

    def get(self, request: HttpRequest, assessment_id: str, evidence_id: str) -> HttpResponseBase:
        """Send the file."""
        piece = self.object
        try:
            file = piece.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        answer = FileResponse(
            cast("Any", file), as_attachment=True, filename=piece.file_name, content_type=piece.file_type
        )
        answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer
