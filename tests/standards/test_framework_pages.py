"""The standards for everybody: no cookie, no form that posts, and plainly a draft that is nobody else's."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from organisations.models import Organisation
from organisations.workflows.standing import record_recognition
from standards import paths
from standards.models import Criterion, FrameworkVersion
from standards.queries.framework import current_editions, read_edition, sitemap
from standards.workflows.frameworks import retire_framework
from tests.factories import DAY, NOW, browser_of, coordinator, entry, me, queries
from tests.standards.builders import SMALL, framework, pledged
from tests.standards.test_framework_reading import changed

pytestmark = pytest.mark.django_db
MARK = "Draft for consultation. Not CLERO's LERO standards."
EDITION = "/standards/lero-seed-draft/0.1/"


def page(address: str) -> str:
    """Read a page as a visitor."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


ADDRESSES = [
    "/standards/",
    "/standards/how-we-assess/",
    EDITION,
    f"{EDITION}LED/",
    f"{EDITION}LED/LED-1/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_carries_the_mark_and_no_cookie_form_or_script(address: str) -> None:
    framework()
    answer = Client().get(address)
    text = answer.content.decode()

    assert MARK in text
    assert answer.cookies == {}
    assert 'method="post"' not in text
    assert "<script" not in text


def test_adopted_edition_carries_no_mark() -> None:
    framework(text=SMALL)

    assert MARK not in page("/standards/small-steps/1.0/")


def test_criterion_says_what_it_asks_what_shows_it_its_levels_and_its_source() -> None:
    framework()
    text = page(f"{EDITION}LED/LED-1/")

    for words in (
        "Lived experience holds the power",
        "People with lived experience make the main decisions",
        "Members explaining how they can change things",
        "People without lived experience decide",
        "Lived experience leads at every level",
        "It applies to every organisation, of any size.",
        "an organisation of lived experience committed to recovery",
        "Networking UK Recovery Community Organizations",
        "Every one must reach level 2.",
    ):
        assert words in text
    assert text.count('<span class="level level-') == 4


def test_criterion_that_may_not_apply_says_when() -> None:
    framework()

    text = page(f"{EDITION}PAR/PAR-2/")
    assert "The organisation has no contract, grant conditions, host or formal partnership." in text
    assert "It applies to every organisation" not in text


def test_how_we_assess_reads_the_thresholds_from_the_edition() -> None:
    framework()
    text = page("/standards/how-we-assess/")

    assert "every essential criterion, at least 80 % of the expected criteria" in text
    assert "every essential criterion, at least 60 % of the expected criteria" in text
    assert "A criterion is met at level 2, Working, or above." in text
    assert "A LERO is not a treatment provider" in text


def test_two_open_editions_each_say_what_they_ask() -> None:
    framework()
    framework(text=SMALL, now=NOW + DAY)

    assert [version.framework.slug for version in current_editions()] == ["small-steps", "lero-seed-draft"]
    text = page("/standards/how-we-assess/")
    assert "at least 50 % of the expected criteria" in text
    assert "at least 60 % of the expected criteria" in text
    assert MARK in text
    assert "Small steps" in page("/standards/")


def test_hub_without_editions_says_so_kindly() -> None:
    assert "No standards yet" in page("/standards/")
    page("/standards/how-we-assess/")
    assert sitemap() == []


def test_retired_edition_stays_readable_and_leaves_the_list() -> None:
    version = framework(text=SMALL)
    retire_framework(version_id=version.pk, by=me(coordinator()), now=NOW)

    assert "Retired on 2 March 2026" in page("/standards/small-steps/1.0/")
    assert "Small steps" not in page("/standards/")


def test_coordinator_reads_a_draft_before_publishing_and_nobody_else_does() -> None:
    framework(text=SMALL, published=False)

    answer = browser_of(coordinator()).get("/standards/small-steps/1.0/DOOR/")
    assert "Not published: coordinators alone see this" in answer.content.decode()
    assert Client().get("/standards/small-steps/1.0/DOOR/").status_code == 404


def test_words_of_a_file_are_shown_as_words() -> None:
    framework(text=changed(("Nobody sits at its head.", "<script>alert(1)</script> {{ 7 }}")))

    text = page("/standards/small-steps/1.0/TABLE/TABLE-1/")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 }}" in text


def test_pages_take_as_many_queries_for_three_criteria_as_for_thirty_nine() -> None:
    framework()
    framework(text=SMALL)
    browser = Client()

    assert queries(browser, EDITION) == queries(browser, "/standards/small-steps/1.0/") <= 6
    assert queries(browser, f"{EDITION}LED/") == queries(browser, "/standards/small-steps/1.0/TABLE/") <= 7
    one = queries(browser, f"{EDITION}LED/LED-1/")
    assert one == queries(browser, "/standards/small-steps/1.0/TABLE/TABLE-1/") <= 8


def test_sitemap_lists_every_page_of_open_editions() -> None:
    framework()
    framework(text=SMALL, published=False)

    assert len(sitemap()) == 1 + 9 + 39
    found = page("/sitemap.xml")
    assert found.count("/standards/") - found.count("/help/standards/") == 2 + 49


@pytest.mark.parametrize("name", paths.FIXED_PATHS)
def test_no_page_of_ours_is_taken_for_an_edition(name: str) -> None:
    for rest in ("0.1/", "0.1/LED/", "0.1/LED/LED-1/"):
        try:
            found = resolve(f"/standards/{name}/{rest}").view_name
        except Resolver404:
            continue
        assert found not in {"standards:edition", "standards:domain", "standards:criterion"}


def test_every_first_word_of_our_own_addresses_is_kept_from_frameworks() -> None:
    from standards import urls

    first = {str(each.pattern).split("/")[1] for each in urls.urlpatterns if str(each.pattern).startswith("standards/")}

    assert {word for word in first if word and "<" not in word} <= set(paths.FIXED_PATHS)


def test_counts_and_names_of_an_edition() -> None:
    edition = read_edition(framework())

    assert [(kind, n) for kind, _label, _meaning, n in edition.types] == [
        ("essential", 18),
        ("expected", 17),
        ("aspirational", 4),
    ]
    assert edition.met_name == "Working"
    assert (edition.chapter("XYZ"), edition.chapters[0].criterion("XYZ-1")) == (None, None)
    assert len(edition.criteria) == Criterion.objects.count()


def profile(organisation: Organisation) -> str:
    """Read the profile as a visitor."""
    return page(reverse("organisations:profile", args=[organisation.slug]))


def test_profile_tells_a_pledge_from_a_recognition() -> None:
    organisation = entry()
    assert 'id="standards"' not in profile(organisation)

    pledged(organisation)

    text = profile(organisation)
    assert "Pledged March 2026" in text
    assert "A promise the organisation made." in text
    assert "Nobody checks a pledge." in text
    assert "A judgement its peers made." not in text


def test_profile_with_a_recognition_whose_page_is_gone_still_shows_its_mark() -> None:
    organisation = entry()
    record_recognition(
        organisation_id=organisation.pk,
        recognition_id=uuid4(),
        valid_from=NOW.date(),
        valid_until=NOW.date() + 30 * DAY,
        now=NOW,
    )

    assert "Recognition ended April 2026" in profile(organisation)


def test_coordinators_publish_and_retire_on_their_pages() -> None:
    version = framework(text=SMALL, published=False)
    browser = browser_of(coordinator())
    desk = reverse("standards:frameworks")

    assert reverse("standards:ask_publish_framework", args=[version.pk]) in browser.get(desk).content.decode()
    asked = browser.get(reverse("standards:ask_publish_framework", args=[version.pk])).content.decode()
    assert "From then on nothing of it changes, for good." in asked
    act = reverse("standards:publish_framework", args=[version.pk])
    assert "Published. Everybody can read it" in browser.post(act, follow=True).content.decode()
    assert "That was done already." in browser.post(act, follow=True).content.decode()
    asked = browser.get(reverse("standards:ask_retire_framework", args=[version.pk])).content.decode()
    assert "It cannot be brought back." in asked
    act = reverse("standards:retire_framework", args=[version.pk])
    assert "Retired. Its pages stay" in browser.post(act, follow=True).content.decode()
    assert FrameworkVersion.objects.get().state == "retired"


def test_desk_without_editions_says_where_they_come_from() -> None:
    assert "No editions yet" in browser_of(coordinator()).get(reverse("standards:frameworks")).content.decode()


def test_desk_takes_as_many_queries_for_three_editions_as_for_one() -> None:
    framework(text=SMALL)
    browser = browser_of(coordinator())
    one = queries(browser, reverse("standards:frameworks"))
    for number in ("1.1", "1.2"):
        framework(text=changed(("version: 1.0", f"version: {number}")))

    assert queries(browser, reverse("standards:frameworks")) == one
