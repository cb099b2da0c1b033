"""Every change to the outbox: enqueue, claim and deliver, sweep, and what a coordinator does with a failure."""

from lero_hub.outbox.workflows.delivery import Claim, claim_due, deliver, send_due
from lero_hub.outbox.workflows.enqueueing import Attachment, Draft, enqueue, enqueue_draft
from lero_hub.outbox.workflows.failures import set_all_aside, set_aside, try_again, try_all_again
from lero_hub.outbox.workflows.sweeping import forget, sweep

__all__ = [
    "Attachment",
    "Claim",
    "Draft",
    "claim_due",
    "deliver",
    "enqueue",
    "enqueue_draft",
    "forget",
    "send_due",
    "set_all_aside",
    "set_aside",
    "sweep",
    "try_again",
    "try_all_again",
]
