"""The link of an invitation to act for an organisation."""

from lero_hub.sent_links import Links

_links = Links(salt="organisations.invitation", url_name="organisations:invitation")
token_for, path_to, read = _links.token_for, _links.path_to, _links.read
