"""The words that organisations describe themselves with: data, so that a network can have its own."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import not_blank, one_of
from lero_hub.personal_data import NoPersonalData
from organisations.states import TaxonomyKind


class Term(models.Model):
    """One word of one taxonomy, with the other words that people use for it. Loaded by `load_terms`."""

    personal_data: ClassVar = NoPersonalData(why="A list of words.")

    slug = models.SlugField(primary_key=True, max_length=40)
    taxonomy = models.CharField(max_length=20, choices=TaxonomyKind.choices)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=300, blank=True)
    synonyms = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "organisations_term"
        constraints = [
            models.UniqueConstraint(
                fields=["taxonomy", "name"],
                name="organisations_term_name_once",
                violation_error_message=_("This list has the word already."),
            ),
            one_of("organisations_term", "taxonomy", TaxonomyKind.values),
            not_blank("organisations_term", "name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.slug})"
