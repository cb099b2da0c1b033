"""What the page behind the link in a mail asks for."""

from typing import Any

from django import template
from django.template import Context

from lero_hub.accounts.confirming import is_known_here
from lero_hub.accounts.forms.entrance import ConfirmAddressForm

register = template.Library()


@register.simple_tag(takes_context=True)
def password_to_confirm(context: Context, confirmation: Any) -> ConfirmAddressForm | None:
    """Give the form that asks for the password; None in the browser where the person is known already."""
    known = is_known_here(context["request"], confirmation.email_address.user)
    return None if known else ConfirmAddressForm()
