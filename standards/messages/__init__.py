"""Mails of the standards, as rows of the outbox."""
