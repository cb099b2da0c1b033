"""Triggers of an assessment: its answers and evidence change while it is being written, and at no other time.

The assessment is read under a lock that waits for whoever is sending it in, so that a save and a sending at the same
moment cannot both win.
"""

import pgtrigger

from standards.models.frozen import refuse
from standards.states import WRITABLE

_WRITABLE = ", ".join(f"'{state}'" for state in sorted(WRITABLE))
_ALL = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
_LEAVE = """
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def _closed(table: str) -> str:
    return f"""
        IF stage NOT IN ({_WRITABLE}) THEN
            {refuse(f"{table}_only_while_written", "This assessment is not being written.")}
        END IF;
    """


def _other_edition(table: str) -> str:
    words = refuse(f"{table}_criterion_of_edition", "This criterion belongs to another edition.")
    return f"""
        IF TG_OP <> 'DELETE' AND NOT EXISTS (
            SELECT 1 FROM standards_criterion c WHERE c.id = NEW.criterion_id AND c.version_id = edition
        ) THEN
            {words}
        END IF;
    """


def of_assessment(table: str, *, has_criterion: bool = False) -> pgtrigger.Trigger:
    """Watch a table that points at the assessment; a row never moves to another one."""
    moved = refuse(f"{table}_stays", "This belongs to another assessment.")
    return pgtrigger.Trigger(
        name="only_while_written",
        when=pgtrigger.Before,
        operation=_ALL,
        declare=[("stage", "text"), ("edition", "uuid")],
        func=f"""
            IF TG_OP = 'UPDATE' AND NEW.assessment_id <> OLD.assessment_id THEN
                {moved}
            END IF;
            SELECT a.state, a.version_id INTO stage, edition FROM standards_assessment a
                WHERE a.id = COALESCE(NEW.assessment_id, OLD.assessment_id) FOR SHARE;
            {_closed(table)}
            {_other_edition(table) if has_criterion else ""}
            {_LEAVE}
        """,
    )


def of_evidence(table: str) -> pgtrigger.Trigger:
    """Watch the table that ties evidence to criteria."""
    return pgtrigger.Trigger(
        name="only_while_written",
        when=pgtrigger.Before,
        operation=_ALL,
        declare=[("stage", "text"), ("edition", "uuid")],
        func=f"""
            SELECT a.state, a.version_id INTO stage, edition
                FROM standards_assessment a JOIN standards_assessment_evidence e ON e.assessment_id = a.id
                WHERE e.id = COALESCE(NEW.evidence_id, OLD.evidence_id) FOR SHARE OF a;
            {_closed(table)}
            {_other_edition(table)}
            {_LEAVE}
        """,
    )
