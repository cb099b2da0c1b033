"""What an item still lacks before it can be put in the library."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from evidence.models import Item
from evidence.states import Kind


@dataclass(frozen=True)
class Gap:
    """A field that is empty, and what to do about it."""

    field: str
    message: str


def missing_for_library(item: Item) -> list[Gap]:
    """List what is missing before publication, in the order of the form: what the database asks for, too."""
    asked = [
        ("summary", _("say in plain words what it is")),
        ("evidence_kind", _("say what it rests on")),
        ("confidence", _("say how sure we are")),
        ("cannot_tell", _("say what this cannot tell us")),
    ]
    if item.kind == Kind.PRACTICE:
        asked += [
            ("how_far", _("say how far along it is")),
            ("stories", _("say whether people’s stories are told")),
            ("contact_role", _("say who answers questions")),
            ("review_on", _("say when to look at it again")),
        ]
    return [Gap(field, message) for field, message in asked if not getattr(item, field)]
