"""Every write of the directory: one function for each verb, in one transaction each.

The order inside is always the same: lock, policy, expected content, transition, rules, change, audit, mail.
"""
