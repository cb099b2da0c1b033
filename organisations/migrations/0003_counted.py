"""An index that holds all that the counts beside the filters and the usual orders read."""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("organisations", "0002_directory"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("state", "listed")),
                fields=["id"],
                include=("term_slugs", "stage", "meets_online", "base_area", "search_name", "confirmed_at"),
                name="organisation_listed_counts",
            ),
        ),
    ]
