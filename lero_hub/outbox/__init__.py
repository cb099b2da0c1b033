"""The outbox: the only way an e-mail leaves the hub.

A message is a row first, written in the transaction of whatever it tells about; workers claim, send and record it.
What a message says, and who is told, belongs to the app that enqueues it, never here.
"""
