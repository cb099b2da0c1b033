"""The app of the weekly session: circles, series, turns, challenges, reminders."""

from django.apps import AppConfig


class PeerSupervisionConfig(AppConfig):
    """Closed circles of leaders, their weekly sessions, turns, challenges and reminders."""

    name = "peer_supervision"
    label = "peer_supervision"
