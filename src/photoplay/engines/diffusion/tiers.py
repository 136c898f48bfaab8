"""How much a clip may cost: the tiers."""

from enum import StrEnum


class Tier(StrEnum):
    """How a take is made."""

    FAST = "fast"
    """In a few steps by a distilled model, without guidance."""
    STANDARD = "standard"
    """In every step, with what hardly changes between two steps kept; feed-forward layers in FP8 where compiled."""
    EXACT = "exact"
    """In every step, nothing left out."""
