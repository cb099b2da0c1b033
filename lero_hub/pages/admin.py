"""The operators' window: superusers look at rows, nobody changes any. What is not registered here is not there.

Never register what nobody but its people may read: sealed texts, secrets of two-step sign-in, sessions, the words of
mails. A site of our own, so that no library can register its tables by itself.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from lero_hub.accounts.models import Consent, User
from lero_hub.audit.models import AuditEvent
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.policies import is_superuser
from lero_hub.authz.views import Access, HubView
from lero_hub.outbox.models import OutboxMessage
from organisations.models import Area, HelpLine, Membership, Organisation, Term

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Any]
else:
    _ModelAdmin = admin.ModelAdmin


class AdminDoor(HubView):
    """Where the admin site sends whoever may not look: operators on to their page, others to a page that says so.

    Signing in is allauth's alone, with its limits and second step.
    """

    access = Access.policy(is_superuser)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead an operator on."""
        wanted = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
        return redirect(wanted if safe else "admin:index")


class AccountDoor(HubView):
    """Passwords and signing out belong to the account pages."""

    access = Access.policy(is_superuser)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead there."""
        return redirect("accounts:overview")


class OperatorsSite(admin.AdminSite):
    """The admin site, for superusers, without doors of its own."""

    site_header = _("LERO Hub, for operators")
    site_title = _("For operators")
    index_title = _("Look, but do not change")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Let superusers in whose account is open."""
        return request.user.is_active and request.user.is_superuser

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Put our doors in front of Django's."""
        doors: list[URLPattern | URLResolver] = [
            path("login/", AdminDoor.as_view(), name="login"),
            path("logout/", AccountDoor.as_view(), name="logout"),
            path("password_change/", AccountDoor.as_view(), name="password_change"),
            path("password_change/done/", AccountDoor.as_view(), name="password_change_done"),
        ]
        return [*doors, *super().get_urls()]


operators = OperatorsSite(name="admin")


class ReadOnlyAdmin(_ModelAdmin):
    """Rows to look at. `shown` lists every field of a row that an operator may read.

    What a list may be filtered by stands in `list_filter`, and each of those is shown too: a question about a field
    that is not shown would be answered by the number of rows.
    """

    shown: ClassVar[Sequence[str]] = ()
    actions = None
    list_per_page = 50
    show_full_result_count = False
    list_display_links = ("key",)

    @admin.display(description=_("key"), ordering="pk")
    def key(self, row: Any) -> str:
        """Give what a row goes by in the audit log and in other tables."""
        return str(row.pk)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Filter by what is offered beside the list. Django would take any field of the row, with any comparison."""
        name, _sep, comparison = lookup.partition("__")
        return name in self.list_filter and comparison in {"", "exact", "isnull"}

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Show the listed fields and no others."""
        return list(self.shown)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Make all of them read-only."""
        return list(self.shown)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let operators look."""
        return operators.has_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the app to operators."""
        return operators.has_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete."""
        return False


OF_CIRCLES = "circles."
"""How the verbs and the mails of circles begin: who met whom, and when, is read by no operator."""


@admin.register(AuditEvent, site=operators)
class AuditEventAdmin(ReadOnlyAdmin):
    """Who did what to what, by ids, but nothing of the life of circles."""

    shown = ("at", "actor_id", "verb", "subject_type", "subject_id", "detail")
    list_display = ("key", "at", "verb", "subject_type", "subject_id", "actor_id")
    list_filter = ("verb",)
    search_fields = ("subject_id", "actor_id")
    ordering = ("-at", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEvent]:
        """Leave out what happened in circles."""
        return super().get_queryset(request).exclude(verb__startswith=OF_CIRCLES)


@admin.register(User, site=operators)
class UserAdmin(ReadOnlyAdmin):
    """Accounts, without passwords."""

    shown = (
        "email",
        "called",
        "is_active",
        "is_superuser",
        "joined_at",
        "last_login",
        "consented_at",
        "erased_at",
    )
    list_display = ("key", "email", "called", "is_active", "joined_at")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("email", "display_name")
    ordering = ("-joined_at", "id")

    @admin.display(description=_("display name"), ordering="display_name")
    def called(self, row: User) -> str:
        """Give the name that others see; the column's own words are those of a form."""
        return row.display_name


@admin.register(Consent, site=operators)
class ConsentAdmin(ReadOnlyAdmin):
    """What people agreed to."""

    shown = ("user", "purpose", "wording", "given_at", "withdrawn_at")
    list_display = ("key", "user_id", "purpose", "wording", "given_at", "withdrawn_at")
    list_filter = ("purpose", "wording")
    ordering = ("-given_at", "id")


@admin.register(RoleGrant, site=operators)
class RoleGrantAdmin(ReadOnlyAdmin):
    """Who holds which role."""

    shown = ("user", "role", "reason", "granted_at", "granted_by", "ended_at", "ended_by", "end_reason")
    list_display = ("key", "user_id", "role", "granted_at", "ended_at")
    list_filter = ("role",)
    ordering = ("-granted_at", "id")


@admin.register(OutboxMessage, site=operators)
class OutboxMessageAdmin(ReadOnlyAdmin):
    """Mails on their way, without their words and without those of circles."""

    shown = (
        "kind",
        "state",
        "attempts",
        "repeats",
        "last_error",
        "created_at",
        "not_before",
        "expires_at",
        "next_attempt_at",
        "sent_at",
        "failed_at",
        "dropped_at",
        "message_id",
    )
    list_display = ("key", "kind", "state", "attempts", "last_error", "created_at", "sent_at")
    list_filter = ("state", "kind")
    ordering = ("-created_at", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMessage]:
        """Leave out what circles wrote: one row for each member would tell how many meet, and when."""
        return super().get_queryset(request).exclude(kind__startswith=OF_CIRCLES)


@admin.register(Organisation, site=operators)
class OrganisationAdmin(ReadOnlyAdmin):
    """Organisations and where their entries stand."""

    shown = (
        "called",
        "slug",
        "state",
        "version",
        "created_at",
        "changed_at",
        "submitted_at",
        "listed_at",
        "confirmed_at",
        "unlisted_at",
        "unlisted_why",
        "archived_at",
        "base_area",
        "term_slugs",
    )
    list_display = ("key", "called", "slug", "state", "changed_at", "confirmed_at")
    list_filter = ("state",)
    search_fields = ("name", "slug")
    ordering = ("name", "id")

    @admin.display(description=_("name"), ordering="name")
    def called(self, row: Organisation) -> str:
        """Give the name; the column's own words are those of a form."""
        return row.name


@admin.register(Membership, site=operators)
class MembershipAdmin(ReadOnlyAdmin):
    """Who acts for which organisation."""

    shown = ("user", "organisation", "role", "since", "ended_at", "ended_by")
    list_display = ("key", "user_id", "organisation_id", "role", "since", "ended_at")
    list_filter = ("role",)
    ordering = ("-since", "id")


@admin.register(HelpLine, site=operators)
class HelpLineAdmin(ReadOnlyAdmin):
    """Lines to ring now."""

    shown = ("name", "what", "phone", "text_to", "text_word", "website", "hours", "nations", "source", "checked_on")
    list_display = ("key", "name", "phone", "text_to", "checked_on")
    ordering = ("position", "slug")


@admin.register(Term, site=operators)
class TermAdmin(ReadOnlyAdmin):
    """Words of the taxonomies."""

    shown = ("taxonomy", "name", "description", "synonyms", "position")
    list_display = ("key", "taxonomy", "name")
    list_filter = ("taxonomy",)
    ordering = ("taxonomy", "position", "slug")


@admin.register(Area, site=operators)
class AreaAdmin(ReadOnlyAdmin):
    """Areas of the map."""

    shown = ("name", "official_name", "kind", "parent", "lineage", "former_codes", "alt_names", "is_current")
    list_display = ("key", "name", "kind", "is_current")
    list_filter = ("kind", "is_current")
    search_fields = ("code", "name")
    ordering = ("kind", "name", "code")
