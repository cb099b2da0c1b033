"""What the demonstration is built from: its people, and the moment that it stands at."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lero_hub.accounts.models import User
from lero_hub.authz.actor import Actor, actor_for


@dataclass
class World:
    """What has been built so far."""

    now: datetime
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, local: str) -> Actor:
        """Give the person with this account, with nothing remembered from before."""
        return actor_for(self.people[local])

    def ago(self, days: float) -> datetime:
        """Give a moment in the past."""
        return self.now - timedelta(days=days)
