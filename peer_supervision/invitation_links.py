"""The link of an invitation to a circle."""

from lero_hub.sent_links import Links

_links = Links(salt="peer_supervision.invitation", url_name="peer_supervision:invitation")
token_for, path_to, read = _links.token_for, _links.path_to, _links.read
