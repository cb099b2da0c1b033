"""One small table: which background processes are alive."""

from typing import ClassVar

from django.db import models

from lero_hub.constraints import one_of
from lero_hub.personal_data import NoPersonalData

WORKER, BEAT = "worker", "beat"


class Heartbeat(models.Model):
    """The last sign of life of the workers, or of beat: one row for each.

    Written every few seconds by those processes, on the database's clock, and read by `/readyz`.
    """

    personal_data: ClassVar = NoPersonalData(why="A process name and a time.")

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "heartbeat"
        constraints = [one_of("heartbeat", "name", (BEAT, WORKER))]

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
