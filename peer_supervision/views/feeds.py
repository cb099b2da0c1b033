"""The calendar feed itself, and the page where a person makes, renews and revokes theirs."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from lero_hub.accounts.limits import read_too_often
from lero_hub.authz.views import Access, HubView
from lero_hub.words import Words
from peer_supervision import feed_secrets
from peer_supervision.calendar_entries import feed_of as feed_text
from peer_supervision.queries.feeds import feed_of, owner_of, sessions_for
from peer_supervision.workflows.feeds import make_feed, revoke_feed

FRESH_FOR = 300  # seconds in which a program need not ask again


class FeedView(HubView):
    """What a calendar program reads: no sign-in and no cookie, the secret in the address is all."""

    access = Access.public()

    @sensitive_variables("secret")
    def get(self, request: HttpRequest, secret: str) -> HttpResponseBase:
        """Send the feed, or nothing when it is the one that the program has; 404 for whatever opens no feed."""
        owner = owner_of(secret)
        if owner is None:
            late = read_too_often(request, "calendar_missed")
            if late is not None:
                return late
            raise Http404
        late = read_too_often(request, "calendar_read", key=str(owner))
        if late is not None:
            return late
        body = feed_text(sessions_for(owner, now=timezone.now()), user_id=owner)
        etag = f'"{hashlib.sha256(body).hexdigest()}"'
        answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        answer.headers["ETag"] = etag
        answer.headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
        kept: HttpResponseBase = get_conditional_response(request, etag=etag, response=answer) or answer
        kept.headers["Cache-Control"] = f"private, max-age={FRESH_FOR}"
        kept.headers["X-Robots-Tag"] = "noindex, nofollow"
        return kept


class CalendarView(HubView):
    """How to see one's sessions in a calendar program."""

    access = Access.signed_in()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show whether there is a feed, and what it says."""
        return self.page("peer_supervision/calendar.html")

    def page(self, template: str, *steps: tuple[Words, str], **context: Any) -> HttpResponse:
        """Render a page about the feed; the browser keeps nothing of it."""
        here = (_("Your calendar"), reverse("peer_supervision:calendar") if steps else "")
        context["trail"] = [(_("Circles"), reverse("peer_supervision:circles")), here, *steps]
        context["feed"] = feed_of(self.actor.person.pk)
        answer = render(self.request, template, context)
        answer.headers["Cache-Control"] = "no-store, private"
        return answer


class MakeFeedView(CalendarView):
    """Make or renew one's feed. The answer is the one page that ever shows its address, so nothing leads on."""

    http_method_names = ["post"]

    @sensitive_variables("secret", "address")
    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it and show the address."""
        secret = make_feed(by=self.actor, now=timezone.now())
        address = feed_secrets.address(secret)
        _scheme, _colon, rest = address.partition(":")
        return self.page("peer_supervision/calendar.html", address=address, subscribe=f"webcal:{rest}")


class RenewFeedView(CalendarView):
    """Ask before the address changes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        submit = _("Make a new address")
        return self.page(
            "layouts/ask_first.html",
            (submit, ""),
            title=_("Make a new address?"),
            consequences=[
                _("The address that you have now opens nothing any more."),
                _("You give the new one to each calendar program that shows your dates."),
            ],
            submit=submit,
            action=reverse("peer_supervision:calendar_make"),
            cancel_url=reverse("peer_supervision:calendar"),
        )


class RevokeFeedView(CalendarView):
    """Ask before the feed ends, and end it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        submit = _("End the feed")
        return self.page(
            "layouts/ask_first.html",
            (submit, ""),
            title=_("End the feed?"),
            consequences=[
                _("The address opens nothing any more."),
                _("Calendar programs stop showing your dates. Some keep a copy until you remove it there."),
            ],
            kept=[_("Your dates in the hub, and the mails that remind you of them.")],
            submit=submit,
            cancel_url=reverse("peer_supervision:calendar"),
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """End it."""
        revoke_feed(by=self.actor, now=timezone.now())
        messages.success(request, _("The feed has ended. Its address opens nothing any more."))
        return redirect("peer_supervision:calendar")
