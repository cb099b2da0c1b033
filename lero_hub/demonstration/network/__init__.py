"""Seventy organisations that do not exist, in towns that do. Data alone.

Names are invented; phone numbers come from the ranges that the regulator keeps for drama, addresses on the web and
of mail end in `.example`, register numbers lie above any that was given out.
"""

from lero_hub.demonstration.network.midlands_and_east import MIDLANDS_AND_EAST
from lero_hub.demonstration.network.nations import NATIONS
from lero_hub.demonstration.network.north import NORTH
from lero_hub.demonstration.network.south import SOUTH
from lero_hub.demonstration.network.unlisted import UNLISTED
from lero_hub.demonstration.sketch import Sketch

LISTED: tuple[Sketch, ...] = (*NORTH, *MIDLANDS_AND_EAST, *SOUTH, *NATIONS)
EVERY: tuple[Sketch, ...] = (*LISTED, *UNLISTED)
