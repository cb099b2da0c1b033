"""What the matrix needs of the public library: a study on each shelf, a practice, and an import."""

from __future__ import annotations

from evidence.workflows.importing import import_run, prepare_import
from evidence.workflows.research import label_research
from evidence.workflows.shelf import withdraw_item
from organisations.states import State
from tests.evidence.builders import LABELS, practice, ris, study, study_draft
from tests.factories import NOW, me
from tests.permissions.people import CURATOR, LEAD, World


def build(world: World) -> None:
    """Add to the world."""
    by = me(world.people[CURATOR])
    draft = study_draft(key="d", title="A draft of a study")
    label_research(item_id=draft.pk, labels=LABELS, version=1, by=by, now=NOW)
    bare = study_draft(key="e", title="A study without labels")
    shown = study(world.people[CURATOR], key="f", title="A study in the library")
    gone = study(world.people[CURATOR], key="g", title="A study taken out")
    withdraw_item(item_id=gone.pk, reason="A mistake.", by=by, now=NOW)
    listed, lead = world.entries[State.LISTED], me(world.people[LEAD])
    here = practice(listed, title="A practice in the library")
    out = practice(listed, title="A practice taken out")
    withdraw_item(item_id=out.pk, reason="We stopped.", by=lead, now=NOW)
    run = prepare_import(name="refs.ris", text=ris(key="h", title="To be imported"), by=by, now=NOW)
    done = prepare_import(name="", text=ris(key="i", title="Imported"), by=by, now=NOW)
    import_run(run_id=done.pk, by=by, now=NOW)
    world.things |= {
        "study draft": draft.slug,
        "study without labels": bare.slug,
        "study published": shown.slug,
        "study withdrawn": gone.slug,
        "practice published": here.slug,
        "practice withdrawn": out.slug,
        "import": str(run.pk),
        "import done": str(done.pk),
        "version of study": str(shown.versions.get().number),
        "version of practice": str(here.versions.get().number),
        "no version": "99",
        **{form: form for form in ("ris", "bib", "json")},
    }
