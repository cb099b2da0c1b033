"""Run the hub: embedded servers, the demonstration's supervisor, heartbeats, health and logs.

Nothing about organisations, people or standards belongs here. The modules that run before Django is set
up (`binaries`, `broker`, `home`, `postgres`, `processes`, `supervisor`) import no settings and no models.
"""
