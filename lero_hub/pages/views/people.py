"""For coordinators: the people of the network and the roles they hold."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.accounts import queries
from lero_hub.accounts.models import User
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.states import MEANING, Role
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.authz.workflows import end_role, grant_role
from lero_hub.errors import Refused
from lero_hub.pages.people_forms import EndForm, FindForm, GrantForm
from organisations.desk_places import PEOPLE

PAGE_SIZE = 25


class PeopleView(HubView):
    """Everybody with an account, found by name, address or role."""

    access = Access.policy(is_coordinator)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of the people who fit."""
        form = FindForm(request.GET)
        form.is_valid()
        text, role, sort = (form.cleaned_data.get(name, "") for name in ("q", "role", "sort"))
        people = queries.find_people(actor=self.actor, text=text, role=role, sort=sort)
        try:
            page = Paginator(people, PAGE_SIZE).page(request.GET.get("page") or 1)
        except (EmptyPage, PageNotAnInteger) as error:
            raise Http404(_("This list has fewer pages.")) from error
        context = {
            "page": page,
            "trail": [*_above(), (PEOPLE.label, "")],
            "q": text,
            "role": role,
            "sort": sort if sort in queries.SORTS else "name",
            "roles": Role.choices,
            "sorts": [("name", _("Name")), ("-joined", _("Newest first")), ("joined", _("Longest here first"))],
        }
        return render(request, "pages/people_list.html", context)


class OnePersonView(HubView):
    """A page about one person."""

    access = Access.policy(is_coordinator)

    def find(self, person: UUID) -> User:
        """Fetch the person, or answer 404."""
        return get_visible(User.objects.visible_to(self.actor), pk=person)

    def show(self, person: User, form: GrantForm | None = None) -> HttpResponse:
        """Render the person with their roles and the form to grant another."""
        history = queries.role_history(person)
        held = [grant for grant in history if grant.ended_at is None]
        if form is None:
            form = GrantForm(self.parked(), held=[grant.role for grant in held])
        context = {
            "person": person,
            "trail": _trail(person),
            "held": [(grant, MEANING[Role(grant.role)]) for grant in held],
            "ended": [grant for grant in history if grant.ended_at is not None],
            "form": form,
            "all_held": len(held) == len(Role.choices),
            "is_self": person.pk == self.actor.user_id,
        }
        return render(self.request, "pages/people_person.html", context)


class PersonView(OnePersonView):
    """One person, the roles they hold and held, and a way to grant another."""

    def get(self, request: HttpRequest, person: UUID) -> HttpResponse:
        """Show the person."""
        return self.show(self.find(person))


class GrantView(OnePersonView):
    """Give a person a role."""

    def post(self, request: HttpRequest, person: UUID) -> HttpResponse:
        """Grant the role, and say who may do what from now on."""
        found = self.find(person)
        held = RoleGrant.objects.open().filter(user=found).values_list("role", flat=True)
        form = GrantForm(request.POST, held=())
        if not form.is_valid():
            return self.show(found, GrantForm(request.POST, held=set(held)))
        role = Role(form.cleaned_data["role"])
        grant_role(user_id=found.pk, role=role, by=self.actor, reason=form.cleaned_data["reason"], now=timezone.now())
        told = {"name": found.shown_name, "role": role.label}
        messages.success(request, _("%(name)s holds this role from now on: %(role)s.") % told)
        return redirect("pages:person", person=found.pk)


class EndView(OnePersonView):
    """End a role that a person holds."""

    def get(self, request: HttpRequest, person: UUID, grant: UUID) -> HttpResponse:
        """Ask for the reason, and say what will happen."""
        found = self.find(person)
        return self._ask(found, self._grant(found, grant), EndForm(self.parked()))

    def post(self, request: HttpRequest, person: UUID, grant: UUID) -> HttpResponse:
        """End the role, unless nobody would be left to hold it."""
        found = self.find(person)
        ending = self._grant(found, grant)
        form = EndForm(request.POST)
        if not form.is_valid():
            return self._ask(found, ending, form)
        try:
            end_role(grant_id=ending.pk, by=self.actor, reason=form.cleaned_data["reason"], now=timezone.now())
        except Refused as error:
            messages.error(request, str(error))
            return self._ask(found, ending, EndForm(request.POST), status=409)
        told = {"name": found.shown_name, "role": ending.get_role_display()}
        messages.success(request, _("%(name)s no longer holds this role: %(role)s.") % told)
        if found.pk == self.actor.user_id and ending.role == Role.COORDINATOR:
            return redirect("pages:hub")
        return redirect("pages:person", person=found.pk)

    def _grant(self, person: User, grant: UUID) -> RoleGrant:
        return get_visible(RoleGrant.objects.filter(user=person), pk=grant)

    def _ask(self, person: User, grant: RoleGrant, form: EndForm, status: int = 200) -> HttpResponse:
        context = {
            "person": person,
            "grant": grant,
            "form": form,
            "trail": [*_trail(person)[:-1], (person.shown_name, _address(person)), (_("End a role"), "")],
            "back": _address(person),
            "title": _("End a role: %(role)s") % {"role": grant.get_role_display()},
        }
        return render(self.request, "pages/people_end_role.html", context, status=status)


def _address(person: User) -> str:
    return reverse("pages:person", kwargs={"person": person.pk})


def _trail(person: User) -> list[tuple[Any, str]]:
    return [*_above(), (PEOPLE.label, PEOPLE.url), (person.shown_name, "")]


def _above() -> list[tuple[Any, str]]:
    return [(_("Coordination"), reverse("organisations:coordination"))]
