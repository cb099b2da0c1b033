"""Extensions, and a text search that reads English without minding accents.

`f_unaccent` is an immutable face of `unaccent`, so that indexes may use it.
"""

from typing import ClassVar

from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(
            sql=[
                """
                CREATE FUNCTION f_unaccent(text) RETURNS text
                LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
                RETURN unaccent('unaccent'::regdictionary, $1)
                """,
                "CREATE TEXT SEARCH CONFIGURATION lero (COPY = english)",
                """
                ALTER TEXT SEARCH CONFIGURATION lero
                ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem
                """,
            ],
            reverse_sql=["DROP TEXT SEARCH CONFIGURATION lero", "DROP FUNCTION f_unaccent(text)"],
        ),
    ]
