"""The library: items, what they speak to, versions that were published, and imports of references."""

from evidence.models.importing import ImportRun
from evidence.models.item import Item, Recipe
from evidence.models.links import ItemCriterion, ItemOrganisation, ItemVersion, criterion_key

__all__ = ["ImportRun", "Item", "ItemCriterion", "ItemOrganisation", "ItemVersion", "Recipe", "criterion_key"]
