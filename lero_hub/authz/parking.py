"""Text of a form that outlives the session it was written in.

A form on a signed-in page carries a signed mark: whose it is and which page it stands on (`{% form_owner %}`). When it
is sent after the session has ended, its text is kept in the visitor's new session for an hour, and shown again on that
page once the same person has signed in. Passwords, codes, tokens and files are never kept. Without a valid mark nothing
is kept, and with one's own mark not more often than `ACCOUNT_RATE_LIMITS` says ("park": by network address and by the
person of the mark), so that nobody can fill our sessions.

A mark may say that no text is to be kept (`{% form_owner keeps=False %}`): what is sealed in its own table must not lie
in another. Then only the page is remembered, so that it can say that what was written there was not saved.
"""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils import timezone

FIELD = "form_owner"
KEY = "parked_forms"
KEPT_FOR = timedelta(minutes=60)
MARK_LASTS = timedelta(days=3)  # a page that stood open over a weekend
MOST_FORMS = 5
# Bytes of names and values. The longest form that people fill in by hand is the comparison of a review: a reason of up
# to 2,000 letters for each criterion, of which the standards that come with the hub have 39.
LONGEST_FORM = 100_000
SALT = "lero_hub.authz.parking"

SECRET = re.compile(r"password|passphrase|token|secret|^code$|^otp", re.IGNORECASE)

Mark = dict[str, str]


def mark_for(user_id: UUID, page: str, *, keeps: bool = True) -> str:
    """Make the mark that a form carries: it leads back to its person and its page, and nobody can forge it.

    With `keeps=False` none of the text is ever kept.
    """
    mark = {"user": str(user_id), "page": page}
    return signing.dumps(mark if keeps else {**mark, "keeps": "nothing"}, salt=SALT)


def read_mark(request: HttpRequest) -> Mark | None:
    """Read the mark of a posted form; None when it has none, or one that we did not make."""
    try:
        mark = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=MARK_LASTS)
    except signing.BadSignature:
        return None
    return {"user": str(mark["user"]), "page": str(mark["page"]), "keeps": str(mark.get("keeps", "text"))}


def park(request: HttpRequest, now: datetime) -> str | None:
    """Keep the text of a form that came after its session had ended; return the page to go back to.

    None means that the form is not marked as ours: nothing was kept. Nor is a form too long for a person to have
    written, or one too many.
    """
    mark = read_mark(request)
    if mark is None:
        return None
    is_lost = mark["keeps"] == "nothing"
    fields = {
        name: values
        for name, values in request.POST.lists()
        if not is_lost and name not in {FIELD, "csrfmiddlewaretoken"} and not SECRET.search(name)
    }
    if _size(fields) <= LONGEST_FORM and ratelimit.consume(request, action="park", key=mark["user"]):
        kept = [form for form in _kept(request.session, now) if form["page"] != mark["page"]]
        form = {"user": mark["user"], "page": mark["page"], "at": now.timestamp(), "fields": fields, "lost": is_lost}
        request.session[KEY] = [*kept, form][-MOST_FORMS:]
        request.session.set_expiry(int(KEPT_FOR.total_seconds()))
    return mark["page"]


def find(request: HttpRequest, user_id: UUID | None, now: datetime) -> QueryDict | None:
    """Give the text kept for this person and this page, if there is any."""
    page = request.get_full_path()
    for form in _kept(request.session, now):
        if form["user"] == str(user_id) and form["page"] == page and not form.get("lost"):
            data = QueryDict(mutable=True)
            for name, values in form["fields"].items():
                data.setlist(name, values)
            return data
    return None


def take_lost(request: HttpRequest, user_id: UUID | None, now: datetime) -> bool:
    """Tell, once, whether this person sent a form of this page when signed out, of which nothing was kept."""
    kept, page = _kept(request.session, now), request.get_full_path()
    rest = [form for form in kept if not (form.get("lost") and form["user"] == str(user_id) and form["page"] == page)]
    if len(rest) == len(kept):
        return False
    _store(request.session, rest)
    return True


def forget(request: HttpRequest) -> None:
    """Let go of the text of a form that has been sent again, now that its person is signed in."""
    if KEY in request.session and (mark := read_mark(request)) is not None:
        _store(request.session, [form for form in request.session[KEY] if form["page"] != mark["page"]])


def tidy(request: HttpRequest) -> None:
    """Drop what was kept for longer than an hour."""
    if KEY in request.session:
        kept = _kept(request.session, timezone.now())
        if len(kept) != len(request.session[KEY]):
            _store(request.session, kept)


def keep_only_for(request: HttpRequest, user_id: UUID) -> None:
    """Drop what belongs to anybody else: somebody has just signed in, to a session that lasts as long as usual."""
    if KEY in request.session:
        request.session.set_expiry(None)
        _store(request.session, [form for form in request.session[KEY] if form["user"] == str(user_id)])


def _size(fields: dict[str, list[str]]) -> int:
    return sum(len(text.encode()) for name, values in fields.items() for text in (name, *values))


def _kept(session: SessionBase, now: datetime) -> list[dict[str, Any]]:
    oldest = (now - KEPT_FOR).timestamp()
    return [form for form in session.get(KEY, []) if form["at"] > oldest]


def _store(session: SessionBase, forms: list[dict[str, Any]]) -> None:
    if forms:
        session[KEY] = forms
    else:
        session.pop(KEY, None)
