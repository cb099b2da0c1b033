"""When the demonstration was made, so that its dates can follow the calendar."""

from typing import ClassVar

from django.db import models

from lero_hub.constraints import check
from lero_hub.personal_data import NoPersonalData


class Clock(models.Model):
    """One row: the day that all dates of the demonstration count from. Written by `build` and `roll_forward`."""

    personal_data: ClassVar = NoPersonalData(why="One date about the demonstration.")

    only = models.BooleanField(primary_key=True, default=True)
    counted_from = models.DateTimeField()

    class Meta:
        db_table = "demonstration_clock"
        constraints = [
            check("demonstration_clock", "one_row", models.Q(only=True), "The demonstration has one clock."),
        ]

    def __str__(self) -> str:
        return f"demonstration counted from {self.counted_from:%Y-%m-%d}"
