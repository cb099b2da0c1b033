"""The style guide: every component in every state, made from the real templates. Only in a demonstration."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lero_hub.authz.views import Access, HubView
from lero_hub.pages.icons import DRAWINGS

COLOURS = (
    "plum-900", "plum-700", "plum-500", "plum-300", "plum-200", "plum-100", "teal-700", "teal-500", "teal-300",
    "teal-100", "amber-700", "amber-400", "amber-100", "brick-600", "brick-300", "brick-100", "ink", "slate", "stone",
    "mist", "paper", "white",
)  # fmt: skip
LEVELS = (
    (0, _("Not yet"), _("Helpers are left on their own.")),
    (1, _("Starting"), _("Support is offered when someone asks.")),
    (2, _("Working"), _("Supervision is regular, and used by everyone who helps.")),
    (3, _("Embedded"), _("Helpers shape their supervision, and its lessons improve the organisation.")),
)
LONG_NAME = "Llanfairpwllgwyngyll and District Lived Experience Fellowship"


class SampleForm(forms.Form):
    """One field of every kind; nothing is sent anywhere."""

    name = forms.CharField(label=_("Name people know you by"), help_text=_("As it is on the door."), max_length=120)
    summary = forms.CharField(
        label=_("What you do"),
        help_text=_("One or two sentences, as you would say it at the door."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a sentence or two what you do")},
    )
    activities = forms.MultipleChoiceField(
        label=_("What happens there"),
        help_text=_("Choose all that are true most weeks."),
        choices=[("door", _("Open door or cafe")), ("group", _("Peer group")), ("walks", _("Walks and outdoors"))],
        widget=forms.CheckboxSelectMultiple,
    )
    shown = forms.ChoiceField(
        label=_("Can we show the address?"),
        choices=[("yes", _("Yes, show it")), ("no", _("No, show only the area"))],
        widget=forms.RadioSelect,
    )
    postcode = forms.CharField(label=_("Postcode"), help_text=_("Or the first half, such as ST6."))
    stage = forms.ChoiceField(
        label=_("How far along are you?"),
        help_text=_("In your own view."),
        choices=[("", _("Rather not say")), ("new", _("Just starting")), ("old", _("Well established"))],
        required=False,
    )
    email = forms.EmailField(label=_("E-mail address"), required=False)
    since = forms.DateField(label=_("Since when"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    picture = forms.FileField(label=_("A picture or mark"), help_text=_("PNG or JPEG, up to 10 MB."), required=False)
    framework = forms.CharField(label=_("Framework"), initial=_("LERO standards, draft 0.1"), disabled=True)
    accept = forms.BooleanField(label=_("I am 18 or over and accept the house rules"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Fieldset(_("About you"), "name", "summary", "activities", "shown"),
            Row(Column("postcode", css_class="col-sm-6"), Column("stage", css_class="col-sm-6")),
            "email", "since", "picture", "framework", "accept",
        )  # fmt: skip

    def clean_postcode(self) -> str:
        """Refuse what is no postcode, as an example."""
        raise forms.ValidationError(_("The postcode is not complete. ST6 4 needs two more letters, or give only ST6"))


class StyleGuideView(HubView):
    """Show every component."""

    access = Access.demo()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Render the guide with samples."""
        wrong: dict[str, Any] = {
            "wrong-name": "Potters’ Porch",
            "wrong-postcode": "ST6 4",
            "wrong-email": "dee",
            "wrong-activities": ["door"],
        }
        pages = Paginator(range(250), 25)
        return render(
            request,
            "styleguide/styleguide.html",
            {
                "new_form": SampleForm(prefix="new"),
                "wrong_form": SampleForm(wrong, prefix="wrong"),
                "icons": sorted(DRAWINGS),
                "colours": COLOURS,
                "levels": LEVELS,
                "long_name": LONG_NAME,
                "first_page": pages.page(1),
                "middle_page": pages.page(5),
                "trail": [(_("My hub"), "#main"), (_("Style guide"), "")],
                "crumbs": [(_("Directory"), "#main"), (_("Stoke-on-Trent"), "#main"), ("Kiln Lane", "")],
                "facts": [
                    (_("Cost"), _("Free. Put something in the tin if you can.")),
                    (_("Languages"), _("English and Urdu. Polish on Tuesdays.")),
                    (_("Left out, because it is empty"), ""),
                ],
                "tags": [_("Peer group"), _("Walks"), _("Family and friends")],
                "steps": [
                    (_("About"), "#s-form", True),
                    (_("What you do"), "#s-form", False),
                    (_("Where"), "", False),
                    (_("Contact"), "", False),
                ],
                "tries": [
                    (_("Look anywhere in Shetland"), "#main"),
                    (_("Join a group that meets online"), "#main"),
                    (_("Search for one word only"), ""),
                ],
                "next_steps": [
                    _("You sent the entry today."),
                    _("A coordinator looks within five working days."),
                    _("It shows in the directory, or we write to you."),
                ],
                "ending": [_("The entry leaves the directory today."), _("Its page says that it has closed.")],
                "kept": [_("The entry and its history. You can bring it back within a year.")],
                "typed": [(_("What you do"), _("Everyone who opens up, cooks or walks meets in threes."))],
            },
        )
