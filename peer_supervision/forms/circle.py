"""Forms about a circle: its name, its agenda, its rhythm, an invitation."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peer_supervision.agenda import LONGEST_STEP, LONGEST_TITLE, MOST_STEPS
from peer_supervision.local_times import zone_names
from peer_supervision.states import DEFAULT_ZONE
from peer_supervision.wording import WEEKDAYS
from peer_supervision.workflows.circles import LONGEST_NAME, LONGEST_PURPOSE
from peer_supervision.workflows.rhythm import BAD_LINK, is_link

STEP = re.compile(r"\s*(\d{1,3})\s+(\S.*)")


class CircleForm(forms.Form):
    """What the circle is called, and what it is for."""

    name = forms.CharField(
        label=gettext_lazy("Name of the circle"),
        help_text=gettext_lazy("Members see it, and coordinators see that there is a circle of this name."),
        max_length=LONGEST_NAME,
    )
    purpose = forms.CharField(
        label=gettext_lazy("What brings you together"),
        help_text=gettext_lazy("One or two sentences, for the people whom you invite."),
        max_length=LONGEST_PURPOSE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy(
            "Only the person with this address can accept. To accept, they need to act for an organisation in this "
            "hub, as a lead or an editor; they can add theirs first."
        ),
        max_length=254,
        error_messages={"invalid": gettext_lazy("Give the whole e-mail address, such as dee@steps.example")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class AgendaForm(forms.Form):
    """The steps of the challenge part, one on each line."""

    steps = forms.CharField(
        label=gettext_lazy("Steps"),
        help_text=gettext_lazy(
            "One step on each line: the minutes first, then its name, such as “5 The challenge”. Leave it empty for "
            "the usual steps. The minutes are stretched to fit the time that the challenge has."
        ),
        max_length=MOST_STEPS * (LONGEST_TITLE + 6),
        required=False,
        widget=forms.Textarea(attrs={"rows": 9}),
    )

    def clean_steps(self) -> list[tuple[str, int]]:
        """Read minutes and name from each line."""
        found = []
        for line in self.cleaned_data["steps"].splitlines():
            if not line.strip():
                continue
            match = STEP.fullmatch(line.rstrip())
            if match is None or not 1 <= int(match[1]) <= LONGEST_STEP or len(match[2]) > LONGEST_TITLE:
                raise ValidationError(_("Begin each line with 1 to 60 minutes, then the name of the step."))
            found.append((match[2], int(match[1])))
        if len(found) > MOST_STEPS:
            raise ValidationError(_("Twelve steps are the most."))
        return found


def _zones() -> list[tuple[str, str]]:
    return [
        (name, name.replace("_", " ")) for name in sorted(zone_names(), key=lambda name: (name != DEFAULT_ZONE, name))
    ]


class RhythmForm(forms.Form):
    """The weekly rhythm."""

    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day of the week"), choices=list(enumerate(WEEKDAYS)), coerce=int, initial=3
    )
    local_time = forms.TimeField(
        label=gettext_lazy("Start"),
        help_text=gettext_lazy("On the clock of the zone below, in summer and winter alike, such as 18:00."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=_zones,
        initial=DEFAULT_ZONE,
        error_messages={"invalid_choice": gettext_lazy("There is no such time zone. Choose one from the list.")},
    )
    minutes = forms.IntegerField(label=gettext_lazy("Length in minutes"), min_value=30, max_value=240, initial=90)
    challenge_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes for the challenge, at the end"), min_value=15, max_value=240, initial=30
    )
    starts_on = forms.DateField(
        label=gettext_lazy("From this day on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Until this day"),
        help_text=gettext_lazy("Leave it empty if there is no end."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    video_link = forms.CharField(
        label=gettext_lazy("Link to your video room"),
        help_text=gettext_lazy(
            "Kept encrypted. Members see it on the page from a day before a session until its end, and nowhere else."
        ),
        max_length=500,
        required=False,
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )

    def clean_video_link(self) -> str:
        """Look at the link together with the other fields, so that all that is wrong shows at once."""
        link: str = self.cleaned_data["video_link"]
        if link and not is_link(link):
            raise ValidationError(BAD_LINK)
        return link

    def clean(self) -> dict[str, Any]:
        """Make sure that the challenge fits and the end comes after the beginning."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("minutes") and data.get("challenge_minutes", 0) > data["minutes"]:
            self.add_error("challenge_minutes", _("The challenge has to fit into the session."))
        if data.get("ends_on") and data.get("starts_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day comes after the first."))
        return data
