"""Triggers that the tables of the standards share: what is published, sent in or decided does not change again.

Each raises a check violation under a name of its own, which Django hands on as IntegrityError.
"""

from typing import Any

import pgtrigger


def refuse(name: str, words: str) -> str:
    """Write the SQL that stops a change under the name of a rule."""
    return f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';"


def frozen_version() -> pgtrigger.Trigger:
    """Let a published edition become a retired one, and nothing else happen to it."""
    return pgtrigger.Trigger(
        name="published_frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Q(old__state__in=["published", "retired"]),
        func=f"""
            IF TG_OP = 'DELETE' OR NEW.state = 'draft' OR (OLD.state = 'retired' AND NEW.state <> 'retired')
               OR (to_jsonb(NEW) - 'state' - 'retired_at') <> (to_jsonb(OLD) - 'state' - 'retired_at') THEN
                {refuse("standards_framework_version_published_frozen", "A published edition does not change.")}
            END IF;
            RETURN NEW;
        """,
    )


class FrozenPart(pgtrigger.Trigger):
    """Keep a part of an edition as it is from the day the edition is published.

    The edition is read under a lock, so that nobody slips a part in while it is being published; of a part that moves
    both editions are.
    """

    when = pgtrigger.Before
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.declare = [("edition", "text")]

    def get_func(self, model: Any) -> str:
        """Write the function for a table whose rows name their edition in `version_id`."""
        table = model._meta.db_table
        return f"""
            FOR edition IN SELECT state FROM standards_framework_version
                WHERE id IN (NEW.version_id, OLD.version_id) FOR SHARE
            LOOP
                IF edition <> 'draft' THEN
                    {refuse(f"{table}_frozen", "A published edition does not change.")}
                END IF;
            END LOOP;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """
