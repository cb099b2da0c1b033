"""The pages of those who write an entry."""

from __future__ import annotations

import io
import struct
import zlib
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from organisations.models import Location, Organisation, Service
from organisations.queries.entry import mark, section_values
from organisations.reference.loader import load_reference
from organisations.sections import ABOUT, CONTACT, SECTIONS, WHAT, WHERE
from organisations.states import State
from organisations.workflows.terms import load_terms
from tests.factories import NOW, area, browser_of, coordinator, draft, entry, join, person

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def address(name, organisation, *more):
    """Give the address of a page of an organisation."""
    return reverse(f"organisations:{name}", args=[organisation.slug, *more])


def held(organisation, section):
    """Give what the form of a step would post unchanged."""
    values = section_values(Organisation.objects.get(pk=organisation.pk), section)
    words = {name: "" if value is None else value for name, value in values.words.items()}
    return {**words, **values.terms, "areas": list(values.areas), "mark": mark(values)}


class TestAdd:
    def post(self, client, **changes):
        """Send the first step."""
        load_terms()
        return client.post(reverse("organisations:add"), {"entry": str(uuid4()), "name": "Calder Steps"} | changes)

    def test_a_visitor_is_asked_to_sign_in(self, client):
        answer = client.get(reverse("organisations:add"))
        assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/organisations/add/")

    def test_the_first_step_makes_a_draft_and_leads_to_the_second(self):
        answer = self.post(browser_of(person()), kind=["mutual-aid-group"], stage="emerging", summary="We walk.")
        organisation = Organisation.objects.get()
        assert answer.url == address("edit", organisation, "what")
        assert (organisation.summary, organisation.term_slugs) == ("We walk.", ["mutual-aid-group"])

    def test_two_clicks_make_one_entry(self):
        client, key = browser_of(person()), str(uuid4())
        for _ in range(2):
            self.post(client, entry=key)
        assert Organisation.objects.count() == 1

    @pytest.mark.parametrize(
        ("field", "value", "text"),
        [
            ("name", "", "Fill in"),
            ("name", "x" * 10_000, "at most 120"),
            ("name", "a\0b", "Null characters"),
            ("kind", ["no-such-kind"], "Choose from the answers that are shown"),
            ("since_year", "1066", "Give a number of at least 1900"),
            ("since_year", "2099", "Give a year that has begun"),
            ("name", "\u202e\u200b \x01", "name people know you by"),
            ("name", "???", "at least one letter or number"),
            ("number_1", "12", "Give both the register and your number"),
        ],
    )
    def test_bad_input_gets_a_clear_answer_and_keeps_the_rest(self, field, value, text):
        answer = self.post(browser_of(person()), summary="Kept words.", **{field: value})
        page = answer.content.decode()
        assert (answer.status_code, Organisation.objects.count()) == (200, 0)
        assert "Kept words." in page
        assert 'class="errors"' in page
        assert text in page or field == "name"

    def test_markup_and_template_syntax_are_shown_as_they_were_typed(self):
        words = "<script>alert(1)</script> {{ secret }} {% now %}"
        self.post(browser_of(person("lee")), name=words)
        organisation = Organisation.objects.get()
        client = browser_of(organisation.created_by)
        page = client.get(address("workspace", organisation)).content.decode()
        assert organisation.name == words
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ secret }}" in page


class TestSteps:
    @pytest.mark.parametrize("step", SECTIONS)
    def test_each_step_shows_what_it_holds_and_saves_it_unchanged(self, step):
        lead = person()
        organisation = entry(lead=lead)
        client, section = browser_of(lead), SECTIONS[step]
        before = held(organisation, section)
        assert client.get(address("edit", organisation, step)).status_code == 200
        answer = client.post(address("edit", organisation, step), before)
        following = list(SECTIONS)[list(SECTIONS).index(step) + 1 :]
        target = address("edit", organisation, following[0]) if following else address("workspace", organisation)
        assert (answer.status_code, answer.url, held(organisation, section)) == (302, target, before)

    def test_an_unknown_step_is_an_unknown_page(self):
        lead = person()
        assert browser_of(lead).get(address("edit", entry(lead=lead), "cellar")).status_code == 404

    def test_saving_as_you_go_answers_with_a_part_of_the_page(self):
        lead = person()
        organisation = draft(lead)
        data = held(organisation, ABOUT) | {"summary": "New words.", "since_year": "1066"}
        answer = browser_of(lead).post(address("edit", organisation, "about"), data, headers=HTMX)
        organisation.refresh_from_db()
        page = answer.content.decode().strip()
        assert (organisation.summary, organisation.since_year) == ("New words.", 2014)
        assert page.startswith('<p class="saved"')
        assert "What is marked wrong is not saved yet." in page
        assert f'value="{mark(section_values(organisation, ABOUT))}"' in page

    def test_the_second_of_two_browsers_sees_both_and_loses_nothing(self):
        lead = person("first")
        organisation = draft(lead)
        editor = join(organisation, person("second")).user
        seen = held(organisation, ABOUT)
        browser_of(lead).post(address("edit", organisation, "about"), seen | {"summary": "By the first."})
        client = browser_of(editor)
        answer = client.post(address("edit", organisation, "about"), seen | {"summary": "By the second."})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "First saved this step first" in page
        assert ("By the first." in page, "By the second." in page) == (True, True)
        again = {**seen, "summary": "By the second.", "mark": held(organisation, ABOUT)["mark"]}
        assert client.post(address("edit", organisation, "about"), again).status_code == 302
        organisation.refresh_from_db()
        assert organisation.summary == "By the second."

    def test_saving_as_you_go_stops_at_a_clash(self):
        lead = person()
        organisation = draft(lead)
        seen = held(organisation, ABOUT)
        client = browser_of(lead)
        client.post(address("edit", organisation, "about"), seen | {"summary": "One."})
        answer = client.post(address("edit", organisation, "about"), seen | {"summary": "Two."}, headers=HTMX)
        assert "nothing of yours is lost" in answer.content.decode()
        organisation.refresh_from_db()
        assert organisation.summary == "One."

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("phone", "call me"),
            ("phone", "12"),
            ("website", "javascript:alert(1)"),
            ("website", "ftp://files.example"),
            ("email", "not an address"),
        ],
    )
    def test_contacts_that_lead_nowhere_are_refused(self, field, value):
        lead = person()
        organisation = draft(lead)
        data = held(organisation, CONTACT) | {field: value}
        answer = browser_of(lead).post(address("edit", organisation, "contact"), data)
        organisation.refresh_from_db()
        assert (answer.status_code, value in getattr(organisation, field)) == (200, False)

    def test_a_listed_entry_says_why_it_cannot_be_emptied(self):
        lead = person()
        organisation = entry(lead=lead)
        client, data = browser_of(lead), held(organisation, WHAT) | {"activity": []}
        answer = client.post(address("edit", organisation, "what"), data)
        assert (answer.status_code, "Choose what happens there" in answer.content.decode()) == (409, True)
        part = client.post(address("edit", organisation, "what"), data, headers=HTMX).content.decode()
        assert "Not saved yet." in part
        assert held(organisation, WHAT)["activity"] != []

    def test_areas_are_added_by_name_and_taken_away_by_a_tick(self):
        lead = person()
        organisation = draft(lead)
        area()
        client, data = browser_of(lead), held(organisation, WHERE)
        client.post(address("edit", organisation, "where"), data | {"add": " leeds , England"})
        assert held(organisation, WHERE)["areas"] == ["E08000035", "E92000001"]
        client.post(address("edit", organisation, "where"), held(organisation, WHERE) | {"areas": ["E92000001"]})
        assert held(organisation, WHERE)["areas"] == ["E92000001"]
        answer = client.post(address("edit", organisation, "where"), held(organisation, WHERE) | {"add": "Narnia"})
        assert "We do not know an area called “Narnia”" in answer.content.decode()

    @pytest.mark.parametrize(("scheme", "number", "good"), [("GB-CHC", "9900001", True), ("GB-SC", "990001", False)])
    def test_a_register_number_has_the_form_of_its_register(self, scheme, number, good):
        lead = person()
        organisation = draft(lead)
        data = held(organisation, ABOUT) | {"register_1": scheme, "number_1": number}
        browser_of(lead).post(address("edit", organisation, "about"), data)
        assert organisation.identifiers.exists() is good


class TestParts:
    @pytest.fixture(autouse=True)
    def _places(self):
        load_reference(now=NOW, within=("E08000035",))

    def test_a_place_is_added_changed_and_taken_away(self):
        lead, key = person(), str(uuid4())
        organisation = draft(lead)
        client = browser_of(lead)
        data = {
            "part": key,
            "version": 0,
            "kind": "place",
            "label": "The mill",
            "is_confidential": "no",
            "postcode": "ls1 4ap",
        }
        assert client.get(address("add_location", organisation)).status_code == 200
        assert client.post(address("add_location", organisation), data).url == address("edit", organisation, "where")
        place = Location.objects.get(pk=key)
        assert (place.postcode, place.area_id, place.version) == ("LS1 4AP", "E08000035", 1)
        assert client.get(address("location", organisation, key)).status_code == 200
        client.post(address("location", organisation, key), data | {"version": 1, "label": "The new mill"})
        place.refresh_from_db()
        assert (place.label, place.version) == ("The new mill", 2)
        client.post(address("location_remove", organisation, key))
        assert not Location.objects.filter(pk=key).exists()

    @pytest.mark.parametrize(
        ("postcode", "text"), [("LS1 4", ""), ("LS1 4A", "needs"), ("nowhere", "postcode"), ("", "Give a postcode")]
    )
    def test_a_postcode_is_understood_or_explained(self, postcode, text):
        lead, key = person(), str(uuid4())
        organisation = draft(lead)
        data = {"part": key, "version": 0, "kind": "place", "label": "The mill", "is_confidential": "no"}
        data["postcode"] = postcode
        answer = browser_of(lead).post(address("add_location", organisation), data)
        assert Location.objects.filter(pk=key).exists() is not bool(text)
        if text:
            assert (answer.status_code, text in answer.content.decode()) == (200, True)

    def test_a_clash_shows_both(self):
        lead, key = person(), str(uuid4())
        organisation = draft(lead)
        client = browser_of(lead)
        data = {"part": key, "version": 0, "name": "Walk", "times": "Mondays"}
        client.post(address("add_service", organisation), data)
        client.post(address("service", organisation, key), data | {"version": 1, "times": "Tuesdays"})
        answer = client.post(address("service", organisation, key), data | {"version": 1, "times": "Fridays"})
        page = answer.content.decode()
        assert (answer.status_code, "Tuesdays" in page, "Fridays" in page) == (409, True, True)
        assert 'name="version" value="2"' in page
        client.post(address("service_remove", organisation, key))
        assert not Service.objects.exists()

    def test_a_part_of_another_organisation_is_an_unknown_page(self):
        lead = person()
        other = entry().locations.get()
        assert browser_of(lead).get(address("location", entry(lead=lead), other.pk)).status_code == 404

    def test_the_last_place_of_a_listed_entry_stays_and_says_why(self):
        lead = person()
        organisation = entry(lead=lead)
        place = organisation.locations.get()
        answer = browser_of(lead).post(address("location_remove", organisation, place.pk))
        assert (answer.status_code, Location.objects.filter(pk=place.pk).exists()) == (409, True)


def picture(fmt="PNG", size=(900, 300), **save):
    """Draw a picture."""
    file = io.BytesIO()
    Image.new("RGB", size, "purple").save(file, fmt, **save)
    return file.getvalue()


class TestLogo:
    def send(self, content, name="logo.png"):
        """Upload a picture."""
        lead = person()
        organisation = draft(lead)
        file = SimpleUploadedFile(name, content, content_type="image/png")
        answer = browser_of(lead).post(address("logo_edit", organisation), {"logo": file})
        organisation.refresh_from_db()
        return organisation, answer

    @pytest.mark.parametrize("fmt", ["PNG", "JPEG", "WEBP", "GIF"])
    def test_a_picture_is_drawn_anew_small_and_without_what_it_said(self, fmt, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        exif = Image.Exif()
        exif[0x010E] = "SECRET PLACE"
        organisation, answer = self.send(picture(fmt, **({} if fmt == "GIF" else {"exif": exif})))
        assert answer.status_code == 302
        with default_storage.open(organisation.logo.name) as stored:
            data = stored.read()
        with Image.open(io.BytesIO(data)) as kept:
            assert (kept.format, kept.size, dict(kept.getexif())) == ("WEBP", (640, 213), {})
        assert b"SECRET" not in data

    @pytest.mark.parametrize(
        ("content", "text"),
        [
            (b"<svg onload='alert(1)'/>", "not a picture"),
            (b"", "There is nothing in this file"),
            (picture()[:200], "not a picture"),
            (b"\x89PNG\r\n\x1a\n" + b"\0" * (10 * 1024 * 1024), "larger than 10 MB"),
        ],
    )
    def test_what_is_no_picture_is_refused(self, content, text):
        organisation, answer = self.send(content)
        assert (organisation.logo.name, answer.status_code, text in answer.content.decode()) == ("", 200, True)

    def test_a_bomb_of_pixels_is_refused_before_it_is_unpacked(self, monkeypatch):
        monkeypatch.setattr("organisations.images.MOST_PIXELS", 1000)
        organisation, answer = self.send(picture())
        assert (organisation.logo.name, "too many pixels" in answer.content.decode()) == ("", True)

    @pytest.mark.parametrize(("side", "text"), [(10_000, "too many pixels"), (20_000, "not a picture")])
    def test_a_head_that_promises_too_much_is_refused_by_its_word(self, side, text):
        kind_and_size = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        content = picture()[:12] + kind_and_size + struct.pack(">I", zlib.crc32(kind_and_size)) + picture()[33:]
        organisation, answer = self.send(content)
        assert (organisation.logo.name, text in answer.content.decode()) == ("", True)

    def test_pictures_are_limited_for_each_person(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"logo": "2/m/user"}
        lead = person()
        where, browser = address("logo_edit", draft(lead)), browser_of(lead)
        answers = [browser.post(where, {"logo": SimpleUploadedFile("a.png", picture())}) for _number in range(3)]
        assert [answer.status_code for answer in answers] == [302, 302, 429]

    def test_a_logo_is_taken_away(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        organisation, _answer = self.send(picture())
        browser_of(organisation.created_by).post(address("logo_remove", organisation))
        organisation.refresh_from_db()
        assert organisation.logo.name == ""


class TestTransitions:
    def test_a_double_click_has_one_effect_and_no_error_page(self):
        lead = person()
        organisation = draft(lead)
        client = browser_of(lead)
        answers = [client.post(address("submit", organisation), follow=True) for _ in range(2)]
        organisation.refresh_from_db()
        assert (organisation.state, [answer.status_code for answer in answers]) == (State.SUBMITTED, [200, 200])
        assert "That was done already." in answers[1].content.decode()

    def test_the_message_offers_an_undo(self):
        lead = person()
        organisation = draft(lead)
        client = browser_of(lead)
        page = client.post(address("submit", organisation), follow=True).content.decode()
        assert f'action="{address("take_back", organisation)}"' in page
        client.post(address("take_back", organisation))
        organisation.refresh_from_db()
        assert organisation.state == State.DRAFT

    def test_an_incomplete_entry_is_not_sent_and_the_page_lists_what_is_missing(self):
        load_terms()
        client = browser_of(person())
        client.post(reverse("organisations:add"), {"entry": str(uuid4()), "name": "Calder Steps"})
        organisation = Organisation.objects.get()
        page = client.get(address("send", organisation)).content.decode()
        assert page.count('class="task"') == 7
        assert (
            "Something is still missing" in client.post(address("submit", organisation), follow=True).content.decode()
        )

    @pytest.mark.parametrize("name", ["ask_unlist", "ask_archive", "ask_delete"])
    def test_what_cannot_be_undone_at_once_is_asked_first(self, name):
        lead = person()
        state = {"ask_unlist": State.LISTED, "ask_archive": State.UNLISTED, "ask_delete": State.DRAFT}[name]
        page = browser_of(lead).get(address(name, entry(state, lead=lead))).content.decode()
        assert "What will happen" in page

    def test_the_whole_life_by_its_buttons(self):
        lead = person()
        organisation = entry(lead=lead)
        client = browser_of(lead)
        for name, state in [
            ("unlist", State.UNLISTED),
            ("relist", State.LISTED),
            ("unlist", State.UNLISTED),
            ("archive", State.ARCHIVED),
            ("restore", State.DRAFT),
        ]:
            assert client.post(address(name, organisation)).url == address("workspace", organisation)
            organisation.refresh_from_db()
            assert organisation.state == state
        assert client.post(address("archive", organisation)).status_code == 302

    def test_a_deleted_draft_leads_home(self):
        lead = person()
        organisation = draft(lead)
        assert browser_of(lead).post(address("delete", organisation)).url == reverse("pages:hub")
        kept = entry(State.DRAFT, lead=lead)
        Organisation.objects.filter(pk=kept.pk).update(submitted_at=NOW, submitted_by=lead)
        assert browser_of(lead).post(address("delete", kept)).url == address("workspace", kept)

    def test_a_wrong_verb_is_explained(self):
        lead = person()
        answer = browser_of(lead).post(address("relist", draft(lead)))
        assert answer.status_code == 409


class TestWorkspace:
    @pytest.mark.parametrize("state", State.values)
    def test_every_state_has_a_page_for_lead_and_editor(self, state):
        lead = person()
        organisation = entry(state, lead=lead)
        users = [lead] if state == State.ARCHIVED else [lead, join(organisation).user]
        for user in users:
            assert browser_of(user).get(address("workspace", organisation)).status_code == 200

    def test_others_are_told_that_it_is_not_theirs_or_see_nothing(self):
        listed, hidden, user = entry(), draft(), person()
        client = browser_of(user)
        assert client.get(address("workspace", listed)).status_code == 403
        assert client.get(address("workspace", hidden)).status_code == 404
        assert browser_of(coordinator()).get(address("workspace", entry(State.SUBMITTED))).status_code == 403

    def test_queries_do_not_grow_with_what_happens(self):
        lead = person()
        organisation = entry(lead=lead)
        client = browser_of(lead)
        counts = []
        for number in (1, 3):
            while organisation.services.count() < number:
                client.post(address("add_service", organisation), {"part": str(uuid4()), "version": 0, "name": "Walk"})
            with CaptureQueriesContext(connection) as queries:
                client.get(address("workspace", organisation))
            counts.append(len(queries))
        assert counts[0] == counts[1]
