"""Forms of a team: an invitation, and asking to join."""

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import JoinRequest
from organisations.states import MemberRole


class InviteForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("The invitation goes there, and only the person with this address can accept it."),
        max_length=254,
        error_messages={"invalid": _("Give the whole e-mail address, such as dee@steps.example")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What may they do?"),
        choices=[
            (MemberRole.EDITOR, _("Editor: changes the entry and confirms it")),
            (MemberRole.LEAD, _("Lead: also sends it in, invites people and looks after the team")),
        ],
        initial=MemberRole.EDITOR,
        widget=forms.RadioSelect,
    )


class AskForm(forms.Form):
    """A few words to the leads."""

    note = forms.CharField(
        label=_("A few words, so that they know who you are"),
        help_text=_("The leads of this organisation read it, and nobody else. Please write nothing about your health."),
        max_length=JoinRequest._meta.get_field("note").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
