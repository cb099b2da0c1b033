"""Forms of forming a review: the agreement, interests, and the reasons that coordinators give."""

from django import forms
from django.utils.translation import gettext_lazy as _

from standards.agreement import LIVED_EXPERIENCE
from standards.models import Assessment, Review
from standards.states import AGREEMENT_VERSION, Interest


class AgreementForm(forms.Form):
    """Two separate boxes: the agreement, and the consent to keep a yes."""

    accepts = forms.BooleanField(
        label=_("I have read the assessor agreement and accept it"),
        error_messages={"required": _("Tick this box if you accept the agreement. You can also leave it, and go")},
    )
    lived_experience = forms.BooleanField(
        label=LIVED_EXPERIENCE[AGREEMENT_VERSION],
        help_text=_("A yes, and nothing more. Nobody asks of what."),
        error_messages={"required": _("Reviews are made by people with lived experience, so we need your yes")},
    )


class DeclareForm(forms.Form):
    """What somebody declares before anything opens."""

    interest = forms.ChoiceField(
        label=_("Is there anything between you and this organisation?"),
        help_text=_("Choose the one that fits best. Nobody asks for details."),
        choices=Interest.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one answer")},
    )


class AskChangeForm(forms.Form):
    """What an assessment needs before it can be reviewed."""

    reason = forms.CharField(
        label=_("What should change?"),
        help_text=_("The team reads your words as they are. Say what, why, and what would be right."),
        max_length=Assessment._meta.get_field("change_request").max_length,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CancelForm(forms.Form):
    """Why a review is called off."""

    reason = forms.CharField(
        label=_("Why is it called off?"),
        help_text=_("Kept with the review, for coordinators. The mails do not repeat it. Name nobody."),
        max_length=Review._meta.get_field("cancel_reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AssignForm(forms.Form):
    """Whom to ask, and whether they lead."""

    user = forms.UUIDField()
    is_lead = forms.BooleanField(required=False)
