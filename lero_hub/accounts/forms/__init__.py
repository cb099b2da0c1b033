"""The forms of accounts: `entrance` for allauth's pages, `account` for ours."""
