"""The coordinators' list of editions: read a draft, publish it for good, retire one that another has followed."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import WrongState
from lero_hub.lists import paged
from lero_hub.words import Words
from organisations.desk_places import EDITIONS
from standards.models import FrameworkVersion
from standards.policies import can_keep_framework
from standards.queries.framework import desk_editions
from standards.states import EDITION
from standards.workflows.frameworks import publish_framework, retire_framework


class FrameworksView(HubView):
    """Every edition and where it stands."""

    access = Access.policy(is_coordinator)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        context = {
            "page": paged(request, desk_editions()),
            "trail": [(_("Coordination"), reverse("organisations:coordination")), (EDITIONS.label, "")],
        }
        return render(request, "standards/desk_frameworks.html", context)


class EditionActView(HubView):
    """A page or an act about one edition."""

    access = Access.on_object(can_keep_framework)
    object: FrameworkVersion

    def get_object(self) -> FrameworkVersion:
        """Fetch the edition; drafts are for coordinators alone."""
        rows = FrameworkVersion.objects.visible_to(self.actor).select_related("framework")
        return get_visible(rows, pk=self.kwargs["version_id"])


class AskEditionView(EditionActView):
    """Ask in words before an edition is published or retired: neither can be undone."""

    act_name: ClassVar[str]
    title: ClassVar[Words]
    submit: ClassVar[Words]
    consequences: ClassVar[list[Words]]
    kept: ClassVar[list[Words]] = []

    def get(self, request: HttpRequest, version_id: str) -> HttpResponse:
        """Ask."""
        version = self.object
        context = {
            "title": str(self.title) % {"title": version.title, "number": version.number},
            "consequences": self.consequences,
            "kept": self.kept,
            "submit": self.submit,
            "action": reverse(self.act_name, args=[version.pk]),
            "cancel_url": reverse("standards:frameworks"),
            "trail": [
                (_("Coordination"), reverse("organisations:coordination")),
                (EDITIONS.label, EDITIONS.url),
                (str(self.submit), ""),
            ],
        }
        return render(request, "layouts/ask_first.html", context)


class AskPublishView(AskEditionView):
    """Ask before publishing."""

    act_name = "standards:publish_framework"
    title = gettext_lazy("Publish %(title)s, edition %(number)s?")
    submit = gettext_lazy("Publish it")
    consequences: ClassVar[list[Words]] = [
        gettext_lazy("Everybody can read it, and organisations can pledge to it and assess themselves against it."),
        gettext_lazy("From then on nothing of it changes, for good. A mistake is mended by another edition."),
    ]


class AskRetireView(AskEditionView):
    """Ask before retiring."""

    act_name = "standards:retire_framework"
    title = gettext_lazy("Retire %(title)s, edition %(number)s?")
    submit = gettext_lazy("Retire it")
    consequences: ClassVar[list[Words]] = [
        gettext_lazy("Nobody can pledge to it or begin an assessment against it any more."),
        gettext_lazy("It cannot be brought back."),
    ]
    kept: ClassVar[list[Words]] = [
        gettext_lazy("Its pages, and pledges, assessments and recognitions that name it."),
        gettext_lazy("Assessments that were begun go on to their end."),
    ]


class EditionVerbView(EditionActView):
    """One verb of an edition's life."""

    http_method_names = ["post"]
    workflow: ClassVar[Callable[..., Any]]
    done: ClassVar[Words]

    def post(self, request: HttpRequest, version_id: str) -> HttpResponseBase:
        """Do it once; a second click finds the work done and says so."""
        try:
            type(self).workflow(version_id=self.object.pk, by=self.actor, now=timezone.now())
        except WrongState as error:
            if error.state != EDITION.transitions[error.verb].target:
                raise
            messages.info(request, _("That was done already."))
        else:
            messages.success(request, str(self.done))
        return redirect("standards:frameworks")


class PublishView(EditionVerbView):
    """Publish an edition."""

    workflow = staticmethod(publish_framework)
    done = gettext_lazy("Published. Everybody can read it, and organisations can pledge to it.")


class RetireView(EditionVerbView):
    """Retire an edition."""

    workflow = staticmethod(retire_framework)
    done = gettext_lazy("Retired. Its pages stay; nothing new begins with it.")
