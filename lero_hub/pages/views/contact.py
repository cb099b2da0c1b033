"""Write to the coordinators: open to everybody, limited so that nobody can flood them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from lero_hub.accounts.limits import too_often
from lero_hub.authz.views import Access, HubView
from lero_hub.errors import Refused
from lero_hub.pages.forms import ContactForm
from lero_hub.pages.workflows import pass_on


class ContactView(HubView):
    """The form."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, with the name and address of whoever is signed in."""
        user = self.actor.user
        initial = {"name": user.display_name, "email": user.email} if user else None
        return self._show(ContactForm(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Pass the letter on, and lead to the page that says so."""
        form = ContactForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        answer = too_often(request, "contact")
        if answer is not None:
            return answer
        try:
            pass_on(letter=form.letter(), now=timezone.now())
        except Refused as error:
            form.add_error(None, str(error))
            return self._show(form)
        return redirect("pages:contact_sent")

    def _show(self, form: ContactForm) -> HttpResponse:
        return render(self.request, "pages/contact.html", {"form": form})


class SentView(HubView):
    """What happens next."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say so."""
        return render(request, "pages/contact_sent.html")
