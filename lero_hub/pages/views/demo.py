"""What only a demonstration shows: the mail that would have left."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView
from lero_hub.outbox import mailbox
from lero_hub.pages.preview import plain_html

A_PAGE = 25


class MailView(HubView):
    """The mails of the demonstration, newest first."""

    access = Access.demo()

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them, a page at a time; `to` narrows the list to one address."""
        to = request.GET.get("to", "").strip()
        mails = [mail for mail in mailbox.read(mailbox.KEEP) if not to or mail.to == to]
        page = Paginator(mails, A_PAGE).get_page(request.GET.get("page"))
        return render(request, "pages/demo_mail.html", {"page": page, "to": to})


class LetterView(HubView):
    """One mail of the demonstration."""

    access = Access.demo()

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show it as text, and as a reader of HTML would see it."""
        mail = mailbox.find(name)
        if mail is None:
            raise Http404
        trail = [(_("Mail"), reverse("pages:demo_mail")), (mail.subject, "")]
        context = {"mail": mail, "preview": plain_html(mail.html), "trail": trail}
        return render(request, "pages/demo_letter.html", context)
