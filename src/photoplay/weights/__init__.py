"""The weights of the networks Photoplay uses: one manifest, and a folder they are pulled into."""

from photoplay.weights.entry import Entry
from photoplay.weights.manifest import DEFAULT, MANIFEST
from photoplay.weights.sources import Progress
from photoplay.weights.store import Holding, ensure, inventory, locate, pull, pull_all

__all__ = [
    "DEFAULT",
    "MANIFEST",
    "Entry",
    "Holding",
    "Progress",
    "ensure",
    "inventory",
    "locate",
    "pull",
    "pull_all",
]
