"""The way from a step of an entry to one of its parts and back: nothing written on the way is lost."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from organisations.models import Organisation, Service
from organisations.queries.entry import mark, section_values
from organisations.sections import WHAT, WHERE
from organisations.workflows.offer import ServiceValues, save_service
from tests.factories import NOW, area, browser_of, draft, entry, me

pytestmark = pytest.mark.django_db


def address(name, organisation, *more):
    """Give the address of a page of an organisation."""
    return reverse(f"organisations:{name}", args=[organisation.slug, *more])


def held(organisation, section):
    """Give what the form of a step would post unchanged."""
    values = section_values(Organisation.objects.get(pk=organisation.pk), section)
    words = {name: "" if value is None else value for name, value in values.words.items()}
    return {**words, **values.terms, "areas": list(values.areas), "mark": mark(values)}


def happening(organisation, name="Walk", **values):
    """Add something that happens."""
    return save_service(
        organisation_id=organisation.pk,
        service_id=uuid4(),
        version=None,
        values=ServiceValues(name=name, **values),
        by=me(organisation.created_by),
        now=NOW,
    )


class TestTheWayToAPart:
    def test_going_on_to_a_new_service_saves_the_step_first(self):
        organisation = draft()
        client, seen = browser_of(organisation.created_by), held(organisation, WHAT)
        data = seen | {"cost": "Free, tea too", "activity": ["music"], "next_part": "new"}
        answer = client.post(address("edit", organisation, "what"), data)
        assert (answer.status_code, answer.url) == (302, address("add_service", organisation))
        after = held(organisation, WHAT)
        assert (after["cost"], after["activity"]) == ("Free, tea too", ("music",))

    def test_going_on_to_a_new_place_saves_the_areas_first(self):
        organisation = draft()
        area()
        data = held(organisation, WHERE) | {"add": "Leeds", "next_part": "new"}
        answer = browser_of(organisation.created_by).post(address("edit", organisation, "where"), data)
        assert answer.url == address("add_location", organisation)
        assert held(organisation, WHERE)["areas"] == ["E08000035"]

    def test_each_part_has_a_button_that_leads_to_it(self):
        organisation = draft()
        service, place = happening(organisation), organisation.locations.get()
        client = browser_of(organisation.created_by)
        for section, name, part in ((WHAT, "service", service), (WHERE, "location", place)):
            step = address("edit", organisation, section.slug)
            page = client.get(step).content.decode()
            form = page[page.index('<form method="post" novalidate data-once data-hx-post') :]
            assert f'name="next_part" value="{part.pk}"' in form[: form.index("</form>")]
            answer = client.post(step, held(organisation, section) | {"next_part": str(part.pk)})
            assert answer.url == address(name, organisation, part.pk)

    def test_enter_presses_the_button_that_goes_on(self):
        organisation = draft()
        page = browser_of(organisation.created_by).get(address("edit", organisation, "what")).content.decode()
        assert page.index('<button type="submit" hidden>Save and continue') < page.index('name="next_part"')

    @pytest.mark.parametrize(
        "asked",
        ["https://elsewhere.example/", "//elsewhere.example", "x" * 5000, "5b1f6f7e-0000-4000-8000-000000000000"],
    )
    def test_a_part_that_is_not_there_leads_back_to_the_step(self, asked):
        organisation = draft()
        step = address("edit", organisation, "what")
        data = held(organisation, WHAT) | {"cost": "Free", "next_part": asked}
        assert browser_of(organisation.created_by).post(step, data).url == step
        assert held(organisation, WHAT)["cost"] == "Free"

    def test_a_part_of_somebody_else_leads_back_to_the_step(self):
        organisation, other = draft(), draft()
        step = address("edit", organisation, "what")
        data = held(organisation, WHAT) | {"next_part": str(happening(other).pk)}
        assert browser_of(organisation.created_by).post(step, data).url == step

    def test_a_step_without_parts_leads_to_no_part(self):
        organisation = draft()
        step = address("edit", organisation, "contact")
        answer = browser_of(organisation.created_by).post(step, {"email": "a@b.example", "next_part": "new"})
        assert (answer.status_code, "places/add" in answer.headers.get("Location", "")) == (409, False)

    def test_what_is_wrong_is_shown_and_what_was_written_is_kept(self):
        organisation = draft()
        data = held(organisation, WHERE) | {"add": "Narnia", "next_part": "new"}
        answer = browser_of(organisation.created_by).post(address("edit", organisation, "where"), data)
        page = answer.content.decode()
        assert (answer.status_code, 'class="errors"' in page, 'value="Narnia"' in page) == (200, True, True)

    def test_a_listed_entry_is_not_emptied_on_the_way(self):
        organisation = entry()
        data = held(organisation, WHAT) | {"activity": [], "next_part": "new"}
        answer = browser_of(organisation.created_by).post(address("edit", organisation, "what"), data)
        assert (answer.status_code, "Choose what happens there" in answer.content.decode()) == (409, True)


class TestWhatHappensInAPlace:
    def test_a_place_asks_what_happens_there_of_all_that_has_no_place(self):
        organisation = draft()
        walk, choir, place = happening(organisation), happening(organisation, "Choir"), organisation.locations.get()
        kitchen = happening(organisation, "Kitchen", location_id=place.pk)
        client = browser_of(organisation.created_by)
        page = client.get(address("add_location", organisation)).content.decode()
        boxes = {each.name: f'name="happens" value="{each.pk}"' in page for each in (walk, choir, kitchen)}
        assert boxes == {"Walk": True, "Choir": True, "Kitchen": False}
        data = {"part": str(uuid4()), "version": 0, "kind": "online", "label": "Video", "is_confidential": "no"}
        for _click in range(2):
            answer = client.post(address("add_location", organisation), data | {"happens": [str(walk.pk)]})
            assert answer.url == address("edit", organisation, "where")
        tied = dict(organisation.services.values_list("name", "location__label"))
        assert tied == {"Walk": "Video", "Choir": None, "Kitchen": "The old mill"}
        assert Service.objects.get(pk=walk.pk).version == 2

    def test_a_place_does_not_take_what_happens_elsewhere_by_now(self):
        organisation, other = draft(), draft()
        place = organisation.locations.get()
        kitchen, foreign = happening(organisation, location_id=place.pk), happening(other)
        client = browser_of(organisation.created_by)
        data = {"part": str(uuid4()), "version": 0, "kind": "online", "label": "Video", "is_confidential": "no"}
        happening(organisation, "Choir")
        client.post(address("add_location", organisation), data | {"happens": [str(kitchen.pk), str(foreign.pk)]})
        assert organisation.locations.count() == 2
        for service, kept in ((kitchen, place.pk), (foreign, None)):
            service.refresh_from_db()
            assert service.location_id == kept
        answer = client.post(address("add_location", organisation), data | {"part": str(uuid4()), "happens": ["x"]})
        assert (answer.status_code, organisation.locations.count()) == (200, 2)

    def test_nothing_is_asked_where_everything_has_its_place(self):
        organisation = draft()
        page = browser_of(organisation.created_by).get(address("add_location", organisation)).content.decode()
        assert "Which of these happen here?" not in page

    def test_what_happens_says_that_places_come_later_until_there_is_one(self):
        organisation = draft()
        client, later = browser_of(organisation.created_by), "Your places come in the next step."
        assert later not in client.get(address("add_service", organisation)).content.decode()
        organisation.locations.all().delete()
        assert later in client.get(address("add_service", organisation)).content.decode()


class TestWords:
    def test_a_hint_on_taking_areas_away_waits_for_an_area(self):
        organisation = draft()
        area()
        client, step = browser_of(organisation.created_by), address("edit", organisation, "where")
        assert "Untick an area" not in client.get(step).content.decode()
        client.post(step, held(organisation, WHERE) | {"add": "Leeds"})
        assert "Untick an area" in client.get(step).content.decode()

    def test_a_place_says_which_of_its_fields_are_needed(self):
        organisation = draft()
        answer = browser_of(organisation.created_by).get(address("add_location", organisation))
        page = " ".join(answer.content.decode().split())
        for label in (
            'Postcode <span class="optional">(needed for a place, or choose a council below)</span>',
            'Council area <span class="optional">(needed for a place, if you left that empty)</span>',
            'Town or village <span class="optional">(optional)</span>',
        ):
            assert label in page
