"""The criteria that items may speak to: those of every edition that the public can read."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from evidence.models import criterion_key
from standards.models import Criterion, FrameworkVersion


@dataclass(frozen=True)
class Known:
    """A criterion by its permanent name, as its newest edition words it."""

    framework: str
    edition: str
    domain: str
    domain_title: str
    code: str
    title: str

    @property
    def key(self) -> str:
        """Give the permanent name."""
        return criterion_key(self.framework, self.code)

    @property
    def domain_key(self) -> str:
        """Give the permanent name of its domain."""
        return criterion_key(self.framework, self.domain)

    @property
    def href(self) -> str:
        """Give the address of its page, or "" while there is none."""
        try:
            return reverse("standards:criterion", args=[self.framework, self.edition, self.domain, self.code])
        except NoReverseMatch:
            return ""


def known_criteria() -> dict[str, Known]:
    """Read all criteria by permanent name, in the order of their frameworks: one query.

    A criterion that a newer edition left out keeps the words of the last one that had it.
    """
    editions = FrameworkVersion.objects.public()
    rows = (
        Criterion.objects.filter(version__in=editions)
        .order_by("version__published_at", "version__framework__slug", "domain__position", "position", "id")
        .values_list("version__framework__slug", "version__number", "domain__code", "domain__title", "code", "title")
    )
    found: dict[str, Known] = {}
    for row in rows:
        known = Known(*row)
        found.pop(known.key, None)  # the newer one takes its place in the newer order
        found[known.key] = known
    return found
