"""Making an entry and writing its steps."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lero_hub.audit.models import AuditEvent
from lero_hub.authz.actor import ANONYMOUS
from lero_hub.errors import NotAllowed, Refused, StaleVersion
from organisations.models import Membership, Organisation
from organisations.queries.entry import mark, missing, section_values
from organisations.sections import ABOUT, CONTACT, SECTIONS, WHAT, WHERE, SectionValues
from organisations.states import MemberRole, State
from organisations.workflows.entries import create_entry, delete_draft, save_section
from organisations.workflows.terms import load_terms
from tests.factories import DAY, NOW, area, draft, entry, join, me, person

pytestmark = pytest.mark.django_db


def about(name="Calder Steps", **words):
    """Give the first step with a name and nothing else."""
    return SectionValues(words=dict.fromkeys(ABOUT.words, "") | {"since_year": None, "name": name} | words)


def make(user, name="Calder Steps", key=None):
    """Make an entry."""
    return create_entry(organisation_id=key or uuid4(), values=about(name), by=me(user), now=NOW)


class TestCreate:
    def test_the_maker_is_the_first_lead_and_the_entry_a_draft(self):
        user = person()
        organisation = make(user)
        members = list(Membership.objects.values_list("user_id", "role", "ended_at"))
        assert (organisation.state, organisation.slug, organisation.version) == (State.DRAFT, "calder-steps", 1)
        assert members == [(user.pk, MemberRole.LEAD, None)]
        verbs = AuditEvent.objects.filter(subject_type="organisations.organisation").values_list("verb", flat=True)
        assert list(verbs) == ["organisations.create_entry"]

    def test_sending_the_form_twice_makes_one_entry(self):
        user, key = person(), uuid4()
        first, second = make(user, key=key), make(user, name="Other words", key=key)
        assert (first.pk, second.name, Organisation.objects.count()) == (second.pk, "Calder Steps", 1)

    def test_somebody_elses_id_is_refused(self):
        key = uuid4()
        make(person(), key=key)
        with pytest.raises(NotAllowed):
            make(person(), key=key)

    def test_equal_names_get_addresses_of_their_own(self):
        slugs = [make(person()).slug for _ in range(3)]
        assert slugs == ["calder-steps", "calder-steps-2", "calder-steps-3"]

    @pytest.mark.parametrize(("name", "slug"), [("???", "organisation"), ("Add", "add-2"), ("x" * 120, "x" * 70)])
    def test_every_name_has_an_address(self, name, slug):
        assert make(person(), name=name).slug == slug

    def test_a_visitor_makes_none(self):
        with pytest.raises(NotAllowed):
            create_entry(organisation_id=uuid4(), values=about(), by=ANONYMOUS, now=NOW)

    def test_ten_drafts_are_enough(self):
        user = person()
        for number in range(10):
            make(user, name=f"Group {number}")
        with pytest.raises(Refused) as refused:
            make(user, name="One more")
        assert refused.value.code == "too_many_drafts"


class TestSaveSection:
    def save(self, organisation, section, values, user, expected=None):
        """Save on top of what is there, or of what was."""
        built_on = mark(section_values(organisation, section)) if expected is None else expected
        return save_section(
            organisation_id=organisation.pk,
            section=section,
            values=values,
            expected=built_on,
            by=me(user),
            now=NOW + DAY,
        )

    def test_every_kind_of_content_is_written_and_read_back(self):
        load_terms()
        user = person()
        organisation = make(user)
        wanted = {
            ABOUT: SectionValues(
                words=dict(about(summary="We walk.", stage="emerging", since_year=2020).words),
                terms={"kind": ("mutual-aid-group",)},
                identifiers={"GB-CHC": "9900001"},
            ),
            WHAT: SectionValues(
                words=dict.fromkeys(WHAT.words, "words"),
                terms={"activity": ("music", "sport"), "audience": ("women",), "pathway": ()},
            ),
            WHERE: SectionValues(areas=(area().code,)),
            CONTACT: SectionValues(
                words={
                    "website": "https://steps.example",
                    "email": "a@steps.example",
                    "phone": "999",
                    "phone_hours": "",
                }
            ),
        }
        for section, values in wanted.items():
            self.save(organisation, section, values, user)
        organisation.refresh_from_db()
        assert {section: section_values(organisation, section) for section in wanted} == wanted
        assert (organisation.version, organisation.changed_by, organisation.changed_at) == (5, user, NOW + DAY)

    def test_saving_the_same_again_changes_and_records_nothing(self):
        user = person()
        organisation = make(user)
        before = AuditEvent.objects.count()
        self.save(organisation, ABOUT, section_values(organisation, ABOUT), user, expected="of another day")
        organisation.refresh_from_db()
        assert (organisation.version, AuditEvent.objects.count()) == (1, before)

    def test_the_second_of_two_is_told_and_the_first_stays(self):
        lead = person()
        organisation = make(lead)
        seen_by_both = mark(section_values(organisation, ABOUT))
        self.save(organisation, ABOUT, about(summary="First."), lead, seen_by_both)
        with pytest.raises(StaleVersion) as stale:
            self.save(organisation, ABOUT, about(summary="Second."), lead, seen_by_both)
        organisation.refresh_from_db()
        assert (organisation.summary, stale.value.current) == ("First.", 2)

    def test_two_steps_do_not_stand_in_each_others_way(self):
        user = person()
        organisation = make(user)
        seen = mark(section_values(organisation, CONTACT))
        self.save(organisation, ABOUT, about(summary="First."), user)
        contact = SectionValues(words=dict.fromkeys(CONTACT.words, "") | {"phone": "01632 960001"})
        assert self.save(organisation, CONTACT, contact, user, seen).phone == "01632 960001"

    @pytest.mark.parametrize("state", [State.SUBMITTED, State.LISTED])
    def test_what_listing_needs_cannot_be_taken_from_a_listed_entry(self, state):
        lead = person()
        organisation = entry(state, lead=lead)
        bare = SectionValues(words=dict.fromkeys(WHAT.words, ""), terms={"activity": (), "audience": (), "pathway": ()})
        with pytest.raises(Refused) as refused:
            self.save(organisation, WHAT, bare, lead)
        assert (refused.value.code, section_values(organisation, WHAT).terms["activity"] != ()) == ("incomplete", True)

    def test_editors_write_and_strangers_do_not(self):
        organisation = draft()
        editor = join(organisation).user
        assert self.save(organisation, ABOUT, about(summary="By an editor.", stage="emerging"), editor).version > 1
        with pytest.raises(NotAllowed):
            self.save(organisation, ABOUT, about(summary="By a stranger."), person())

    def test_an_archived_entry_is_read_only(self):
        lead = person()
        organisation = entry(State.ARCHIVED, lead=lead)
        with pytest.raises(NotAllowed):
            self.save(organisation, ABOUT, about(summary="Late."), lead)

    def test_a_term_of_another_list_or_of_none_is_left_out(self):
        load_terms()
        user = person()
        organisation = make(user)
        values = SectionValues(words=about(summary="We sing.").words, terms={"kind": ("music", "no-such-word")})
        self.save(organisation, ABOUT, values, user)
        assert section_values(organisation, ABOUT).terms == {"kind": ()}


class TestMissing:
    def test_a_new_draft_misses_everything_step_by_step(self):
        gaps = [(gap.section, gap.field) for gap in missing(make(person()))]
        assert gaps == [
            ("about", "summary"),
            ("about", "stage"),
            ("about", "kind"),
            ("what", "activity"),
            ("what", "audience"),
            ("where", "locations"),
            ("contact", "email"),
        ]

    def test_a_complete_draft_misses_nothing(self):
        assert missing(draft()) == []

    def test_every_gap_names_a_step_that_exists(self):
        assert {gap.section for gap in missing(make(person()))} <= set(SECTIONS)


class TestDelete:
    def test_a_draft_goes_with_all_that_belongs_to_it(self):
        lead = person()
        organisation = draft(lead)
        delete_draft(organisation_id=organisation.pk, by=me(lead), now=NOW)
        delete_draft(organisation_id=organisation.pk, by=me(lead), now=NOW)
        assert (Organisation.objects.count(), Membership.objects.count()) == (0, 0)

    def test_what_was_sent_in_once_is_kept(self):
        lead = person()
        organisation = entry(lead=lead)
        with pytest.raises(Refused) as refused:
            delete_draft(organisation_id=organisation.pk, by=me(lead), now=NOW)
        assert refused.value.code == "was_sent_in"

    def test_an_editor_cannot(self):
        lead = person()
        organisation = draft(lead)
        editor = join(organisation).user
        with pytest.raises(NotAllowed):
            delete_draft(organisation_id=organisation.pk, by=me(editor), now=NOW)
