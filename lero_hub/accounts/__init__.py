"""People: their account, consent, preferences, and their right to a copy and to be forgotten.

There is no field here, and never will be, for substance, sobriety date, diagnosis, fellowship or conviction.
"""
