"""The weights of the networks Photoplay uses: one manifest, and a folder they are pulled into."""

from photoplay.weights.checkpoints import (
    Checkpoint,
    find_checkpoint,
    folder_of,
    problem_with,
    pull_checkpoint,
)
from photoplay.weights.entry import Entry
from photoplay.weights.manifest import DEFAULT, MANIFEST
from photoplay.weights.sources import Progress
from photoplay.weights.store import Holding, ensure, inventory, locate, pull, pull_all

__all__ = [
    "DEFAULT",
    "MANIFEST",
    "Checkpoint",
    "Entry",
    "Holding",
    "Progress",
    "ensure",
    "find_checkpoint",
    "folder_of",
    "inventory",
    "locate",
    "problem_with",
    "pull",
    "pull_all",
    "pull_checkpoint",
]
