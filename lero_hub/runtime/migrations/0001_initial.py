from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "heartbeat",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name__in", ["beat", "worker"])),
                        name="heartbeat_name_known",
                        violation_error_message="Choose one of the listed values.",
                    )
                ],
            },
        ),
    ]
