"""Columns for a pledge and a recognition, in the index that the counts beside the filters read."""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("organisations", "0003_counted"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.RemoveIndex(model_name="organisation", name="organisation_listed_counts"),
        migrations.AddField(model_name="organisation", name="pledged_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="organisation", name="recognised_from", field=models.DateField(null=True)),
        migrations.AddField(model_name="organisation", name="recognised_until", field=models.DateField(null=True)),
        migrations.AddField(model_name="organisation", name="recognition_id", field=models.UUIDField(null=True)),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                condition=models.Q(("state", "listed")),
                fields=["id"],
                include=(
                    "term_slugs",
                    "stage",
                    "meets_online",
                    "base_area",
                    "search_name",
                    "confirmed_at",
                    "pledged_at",
                    "recognised_from",
                    "recognised_until",
                ),
                name="organisation_listed_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("recognised_from__isnull", True),
                        ("recognised_until__isnull", True),
                        ("recognition_id__isnull", True),
                    ),
                    models.Q(
                        ("recognised_from__isnull", False),
                        ("recognised_until__gt", models.F("recognised_from")),
                        ("recognised_until__isnull", False),
                        ("recognition_id__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="organisations_organisation_recognition_whole",
                violation_error_message="A recognition has a first day and a later last day.",
            ),
        ),
    ]
