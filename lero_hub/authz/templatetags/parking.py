"""The mark that lets a form survive the end of its session."""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lero_hub.authz import parking

register = template.Library()


@register.simple_tag(takes_context=True)
def form_owner(context: Context, page: str = "", *, keeps: bool = True) -> SafeString | str:
    """Print the hidden field that says whose form this is. Put it beside `{% csrf_token %}` on signed-in pages.

    `page` is the address of the page that shows the form, when that is not the address of this request: on an answer
    to a POST-only address it must be given. `keeps=False` has nothing of the text kept, only that it was sent. On a
    page for visitors the tag prints nothing.
    """
    request: HttpRequest | None = getattr(context, "request", None) or context.get("request")
    if request is None or not request.user.is_authenticated:
        return ""
    mark = parking.mark_for(request.user.pk, page or request.get_full_path(), keeps=keeps)
    return format_html('<input type="hidden" name="{}" value="{}">', parking.FIELD, mark)
