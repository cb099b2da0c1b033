"""Sentences about outcomes that several pages share."""

from django.utils.translation import gettext as _

from standards.states import Outcome


def what_comes_next(outcome: str) -> list[str]:
    """Say what an organisation can do after each outcome."""
    recognised = [
        _("Your page in the directory shows the recognition. You can link to its own page as proof."),
        _("It holds for three years. You can look at yourselves again at any time before it ends."),
    ]
    return {
        Outcome.RECOGNISED: recognised,
        Outcome.RECOGNISED_WITH_ACTIONS: [
            _("Write an action plan for what is named on this page, with people and dates. You choose the order."),
            *recognised,
        ],
        Outcome.DEFERRED: [
            _("You are close. Work on the essentials that are named on this page, and gather what shows it."),
            _("Then begin a new assessment: your words can be used again. Nothing about this is public."),
        ],
        Outcome.NOT_YET: [
            _("Begin with one or two of the essentials that are named on this page. Others have been where you are."),
            _("When you are ready, begin a new assessment. Nothing about this is public."),
        ],
    }[Outcome(outcome)]
