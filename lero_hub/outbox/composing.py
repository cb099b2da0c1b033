"""Build the e-mail from its row: the same row gives the same message, with the same Message-ID."""

import base64

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from lero_hub.outbox.models import OutboxMessage


def compose(message: OutboxMessage) -> EmailMultiAlternatives:
    """Return the message ready to hand over; raise ValueError when no valid e-mail can be made of the row.

    The sender is always the hub. `Auto-Submitted` keeps out-of-office replies away.
    """
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={"Auto-Submitted": "auto-generated", **message.headers, "Message-ID": message.message_id},
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    for file in message.attachments:
        email.attach(file["name"], base64.b64decode(file["base64"], validate=True), file["content_type"])
    # Built once here, so that a row that cannot be an e-mail is found before a mail server is asked.
    email.message().as_bytes()
    return email
