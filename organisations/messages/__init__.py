"""Mails about the directory, as outbox rows: neutral subjects, nothing confidential in the body."""
