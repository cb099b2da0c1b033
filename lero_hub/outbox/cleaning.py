"""Make texts fit for a mail header and for PostgreSQL, whoever wrote them."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lero_hub.errors import Refused

SUBJECT_LENGTH = 300
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
# Headers that the outbox writes itself; another hand could redirect the mail or break the promise of one Message-ID.
OWN_HEADERS = frozenset(
    {"bcc", "cc", "content-type", "content-transfer-encoding", "date", "from", "message-id", "mime-version"}
    | {"reply-to", "return-path", "sender", "subject", "to"}
)


def storable(text: str) -> str:
    """Drop what PostgreSQL refuses: NUL, and halves of surrogate pairs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")


def one_line(text: str, length: int = SUBJECT_LENGTH) -> str:
    """Join lines into one, so that no text can begin a header of its own; cut it at a length."""
    visible = "".join(sign if sign.isprintable() else " " for sign in storable(text))
    line = " ".join(visible.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def address(text: str) -> str:
    """Return an e-mail address that is safe in a header; raise Refused when it is none."""
    try:
        validate_email(text)
    except ValidationError as error:
        raise Refused("bad_address", _("This is not an e-mail address.")) from error
    if len(text) > 254:
        raise Refused("bad_address", _("This e-mail address is too long."))
    return text


def headers(given: Mapping[str, str]) -> dict[str, str]:
    """Keep the extra headers that are well-formed and not the outbox's own, each on one line."""
    return {
        name: one_line(str(value), 900)
        for name, value in given.items()
        if HEADER_NAME.fullmatch(name) and name.lower() not in OWN_HEADERS
    }
