"""The life of a message: every verb in every state, and the pauses between tries."""

from datetime import timedelta

import pytest
from django.conf import settings

from lero_hub import celery_conf
from lero_hub.errors import WrongState
from lero_hub.outbox.states import LEASE, LONGEST_DELAY, MACHINE, MAX_ATTEMPTS, STATES, delay_after, target_of

# (verb, state) -> state: all that may happen. Whatever is not here must be refused.
ALLOWED = {
    ("claim", "queued"): "sending",
    ("claim", "retry"): "sending",
    ("record_sent", "sending"): "sent",
    ("postpone", "sending"): "retry",
    ("give_up", "sending"): "failed",
    ("void", "sending"): "void",
    ("expire", "queued"): "expired",
    ("expire", "retry"): "expired",
    ("expire", "sending"): "expired",
    ("take_back", "sending"): "retry",
    ("try_again", "failed"): "queued",
    ("set_aside", "failed"): "void",
}


@pytest.mark.parametrize("state", [state for state, _ in STATES])
@pytest.mark.parametrize("verb", sorted(MACHINE.transitions))
def test_verb_in_state_leads_on_or_is_refused(verb: str, state: str) -> None:
    if (verb, state) in ALLOWED:
        assert MACHINE.check(verb, state) == ALLOWED[verb, state]
        assert target_of(verb) == ALLOWED[verb, state]
    else:
        with pytest.raises(WrongState) as refusal:
            MACHINE.check(verb, state)
        assert (refusal.value.verb, refusal.value.state) == (verb, state)


def test_delay_doubles_until_the_longest() -> None:
    minutes = [delay_after(attempts) / timedelta(minutes=1) for attempts in range(1, 11)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]


def test_delay_before_any_attempt_and_after_very_many_stays_in_bounds() -> None:
    assert delay_after(0) == timedelta(minutes=1)
    assert delay_after(30_000) == LONGEST_DELAY


def test_tries_span_a_long_week_end_and_no_more_than_a_week() -> None:
    span = sum((delay_after(attempts) for attempts in range(1, MAX_ATTEMPTS)), timedelta())
    assert timedelta(days=3) < span < timedelta(days=7)


def test_lease_outlasts_the_slowest_conversation_and_the_longest_task() -> None:
    assert timedelta(seconds=12 * settings.EMAIL_TIMEOUT) < LEASE
    assert timedelta(seconds=celery_conf.task_time_limit) < LEASE
