"""The app of the weekly session: circles, series, turns, challenges, reminders."""

from django.apps import AppConfig


class PeerSupervisionConfig(AppConfig):
    """Closed circles of leaders, their weekly sessions, turns, challenges and reminders."""

    name = "peer_supervision"
    label = "peer_supervision"

    def ready(self) -> None:
        """Register the kinds of mail, a row of the account page, and what to settle when an account is deleted."""
        from lero_hub.accounts import erasure, further, resealing
        from organisations.queries import desk
        from peer_supervision.messages import circle, invitations, reminders, sessions, turns
        from peer_supervision.queries import coordination, feeds
        from peer_supervision.workflows import farewell
        from peer_supervision.workflows.resealing import reseal_circles

        for messages in (circle, invitations, reminders, sessions, turns):
            messages.register()
        erasure.register_obstacles(farewell.obstacles)
        erasure.register_farewell(farewell.say_farewell)
        resealing.register_resealing(reseal_circles)
        desk.register_queues(coordination.queues)
        further.register_rows(feeds.account_rows)
