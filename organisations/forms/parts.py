"""Forms for the parts of an entry: a place, something that happens, a logo."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lero_hub.errors import Refused
from organisations.gazetteer import PostcodeArea, postcode_area
from organisations.images import redraw
from organisations.models import Area, Location, Service
from organisations.models.geography import AreaKind
from organisations.states import LocationKind
from organisations.workflows.offer import LocationValues, ServiceValues

NEEDED_OF_A_PLACE = {
    "postcode": _("needed for a place, or choose a council below"),
    "area": _("needed for a place, if you left that empty"),
}


class PartForm(forms.Form):
    """A part of an entry. `part` is its id, made with the form, and `version` what the person built on (0: new)."""

    part = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"part": uuid4(), "version": 0, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    @property
    def expected(self) -> int | None:
        """Give the version to build on; None for a part that is to be made."""
        return self.cleaned_data["version"] or None


class AreaField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's class takes no parameter when it runs
    """A choice of areas by their names."""

    def label_from_instance(self, obj: Area) -> str:
        """Say the name."""
        return obj.name


class UntiedField(forms.MultipleChoiceField):
    """Check boxes for what is tied to no place. What was tied to one since the form was made is no mistake."""

    def valid_value(self, value: object) -> bool:
        """Take any id: the workflow leaves out what is not untied."""
        try:
            return bool(UUID(str(value)))
        except ValueError:
            return False


class LocationForm(PartForm):
    """A place where people meet, or a way to meet online."""

    kind = forms.ChoiceField(
        label=_("Do people meet in a place or online?"), choices=LocationKind.choices, widget=forms.RadioSelect
    )
    label = forms.CharField(
        label=_("What do you call it?"), help_text=_("For example: the old chapel, Tuesday video group."), max_length=80
    )
    is_confidential = forms.TypedChoiceField(
        label=_("Can we show the address?"),
        help_text=_("If not, we show the council area only, and do not keep the address at all."),
        choices=[("no", _("Yes, show it")), ("yes", _("No, show only the area"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    address = forms.CharField(label=_("Street or building"), max_length=160, required=False)
    town = forms.CharField(label=_("Town or village"), max_length=80, required=False)
    postcode = forms.CharField(
        label=_("Postcode"),
        help_text=_("All of it, or the first half, such as ST6. For a confidential place it tells us the council."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    area = AreaField(
        label=_("Council area"),
        queryset=Area.objects.none(),
        required=False,
    )
    getting_in = forms.CharField(
        label=_("Getting in"),
        help_text=_("For example: step-free side door, buses 9 and 21."),
        max_length=300,
        required=False,
    )
    happens = UntiedField(
        label=_("Which of these happen here?"),
        help_text=_("They are not tied to a place yet. Leave out what happens elsewhere."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_main = forms.BooleanField(label=_("This is our main place"), required=False)

    def __init__(self, *args: Any, untied: Sequence[Service] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in NEEDED_OF_A_PLACE.items():
            self.fields[name].needed_for = words  # type: ignore[attr-defined]  # shown by our template
        happens = self.fields["happens"]
        assert isinstance(happens, UntiedField)
        happens.choices = [(str(service.pk), service.name) for service in untied]
        if not untied:
            del self.fields["happens"]
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Area.objects.current().filter(kind=AreaKind.AUTHORITY).order_by("name")
        self.found: PostcodeArea | None = None

    @classmethod
    def initial_from(cls, location: Location) -> dict[str, Any]:
        """Read a place into the form."""
        names = ("kind", "label", "address", "town", "postcode", "getting_in", "is_main", "version")
        return {
            **{name: getattr(location, name) for name in names},
            "part": location.pk,
            "area": location.area_id,
            "is_confidential": "yes" if location.is_confidential else "no",
        }

    def clean_postcode(self) -> str:
        """Look the postcode up; one that is not on the map is kept as it is."""
        typed = str(self.cleaned_data["postcode"])
        if not typed.strip():
            return ""
        self.found = postcode_area(typed)
        return self.found.code

    def clean(self) -> dict[str, Any]:
        """Ask for a postcode or a council for a place."""
        data: dict[str, Any] = super().clean() or {}
        knows_area = data.get("area") or (self.found and self.found.area)
        if data.get("kind") == LocationKind.PLACE and "postcode" not in self.errors and not knows_area:
            text = (
                _("Choose the council area: we do not have this postcode on our map")
                if self.found
                else _("Give a postcode, or choose the council area")
            )
            self.add_error("area" if self.found else "postcode", text)
        return data

    @property
    def happens_here(self) -> set[UUID]:
        """Give the ids of what is ticked."""
        return {UUID(each) for each in self.cleaned_data.get("happens", ())}

    def values(self) -> LocationValues:
        """Give the place as the workflow takes it."""
        data, found = self.cleaned_data, self.found
        area = (found.area if found else None) or data["area"]
        point = found.point if found else None
        return LocationValues(
            kind=data["kind"],
            label=data["label"],
            is_confidential=bool(data["is_confidential"]),
            address=data["address"],
            town=data["town"],
            postcode=data["postcode"],
            getting_in=data["getting_in"],
            area_code=area.pk if area else None,
            point=(Decimal(f"{point.lat:.2f}"), Decimal(f"{point.lon:.2f}")) if point else None,
            is_main=data["is_main"],
        )


class ServiceForm(PartForm):
    """Something that happens, with its times in words."""

    name = forms.CharField(
        label=_("What is it called?"), help_text=_("For example: open kitchen, canal walk."), max_length=100
    )
    times = forms.CharField(
        label=_("When does it happen?"),
        help_text=_("In words: Tuesdays and Thursdays, 11 am to 2 pm. First Saturday of the month, 10 am."),
        max_length=200,
        required=False,
    )
    description = forms.CharField(
        label=_("What happens?"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    how_to_join = forms.CharField(
        label=_("How do people join this?"),
        help_text=_("Only if it differs from the rest."),
        max_length=300,
        required=False,
    )
    location = forms.ChoiceField(label=_("Where?"), required=False)

    def __init__(self, *args: Any, places: list[Location], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["location"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Not tied to one place")), *((str(place.pk), place.label) for place in places)]
        if not places:
            field.help_text = _("Your places come in the next step. There we ask again what happens in each.")

    @classmethod
    def initial_from(cls, service: Service) -> dict[str, Any]:
        """Read a service into the form."""
        names = ("name", "times", "description", "how_to_join", "version")
        return {
            **{name: getattr(service, name) for name in names},
            "part": service.pk,
            "location": str(service.location_id or ""),
        }

    def values(self) -> ServiceValues:
        """Give the service as the workflow takes it."""
        data = self.cleaned_data
        return ServiceValues(
            name=data["name"],
            times=data["times"],
            description=data["description"],
            how_to_join=data["how_to_join"],
            location_id=UUID(data["location"]) if data["location"] else None,
        )


class LogoForm(forms.Form):
    """A picture that stands for the organisation; `drawn` is what is kept of it."""

    logo = forms.FileField(
        label=_("Picture"),
        help_text=_("PNG, JPEG, WebP or GIF, up to 10 MB. No photograph of people who have not agreed to it."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )
    drawn: bytes

    def clean_logo(self) -> object:
        """Draw the picture anew; refuse what is none."""
        upload = self.cleaned_data["logo"]
        try:
            self.drawn = redraw(upload.file, upload.size)
        except Refused as error:
            raise ValidationError(str(error), code=error.code) from error
        return upload
