"""Reports know whose they are, and may be forgotten before somebody closes them."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

REPORT = "organisations_entry_report"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("organisations", "0004_standing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="entryreport", name=f"{REPORT}_words_while_open"),
        migrations.AddField(
            model_name="entryreport", name="is_forgotten", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="entryreport",
            name="told_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="entryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", False),
                    models.Q(("what", ""), _negated=True),
                    ("is_forgotten", True),
                    _connector="OR",
                ),
                name=f"{REPORT}_words_while_open",
                violation_error_message="Say what is wrong.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_forgotten", False),
                    models.Q(("reply_to", ""), ("told_by__isnull", True), ("what", "")),
                    _connector="OR",
                ),
                name=f"{REPORT}_forgotten_is_empty",
                violation_error_message="What is forgotten has no words, no address and no account.",
            ),
        ),
    ]
