"""The script: which takes make up a shot, and how they become its native frames."""

import math
from dataclasses import dataclass

from photoplay.arrays import Picture
from photoplay.director.plan import Plan
from photoplay.engines.diffusion.family import Family, Take
from photoplay.engines.diffusion.tiers import Tier
from photoplay.engines.generative.wording import prompt_of
from photoplay.shot import MAX_SEED, Shot

OVERLAP = 0.5
"""Seconds, about, in which two takes show the same and go over into each other."""


@dataclass(frozen=True)
class Script:
    """The takes of a shot.

    Attributes:
        size: (width, height) of their frames.
        lengths: frames of each.
        overlap: frames at the end of each take that the next begins with.
    """

    family: Family
    tier: Tier
    size: tuple[int, int]
    lengths: tuple[int, ...]
    overlap: int

    @classmethod
    def of(cls, shot: Shot, family: Family, tier: Tier, gpus: int) -> "Script":
        """Choose size and takes for a shot.

        Args:
            gpus: that share each take.
        """
        lengths, overlap = _takes(shot.duration, family)
        width, height = shot.frame_size
        size = family.size(width / height, width * height, lengths[0], gpus)
        return cls(family, tier, size, lengths, overlap)

    @property
    def frames(self) -> int:
        """Native frames of the clip."""
        return sum(self.lengths) - self.overlap * (len(self.lengths) - 1)

    def take(self, index: int, shot: Shot, plan: Plan, opening: Picture, ending: Picture | None) -> Take:
        """Return one take of the shot.

        Args:
            opening: what it begins with, at the script's size: the still, or what the take before has
                `overlap` frames before its end.
            ending: the end image at that size, where there is one; only the last take is steered to it.
        """
        per_second = (self.frames - 1) / shot.duration
        start = sum(self.lengths[:index]) - index * self.overlap
        last = index == len(self.lengths) - 1
        negative = ", ".join(filter(None, [self.family.negative, shot.negative_prompt.strip()]))
        return Take(
            first=opening,
            last=ending if last else None,
            prompt=prompt_of(
                plan, shot.prompt, start / per_second, (start + self.lengths[index] - 1) / per_second
            ),
            negative_prompt=negative,
            width=self.size[0],
            height=self.size[1],
            frames=self.lengths[index],
            fps=self.family.fps,
            steps=self.family.steps_of(self.tier),
            cfg=self.family.cfg_of(self.tier, shot.guidance_scale),
            seed=(shot.seed + index) % (MAX_SEED + 1),
        )


def _takes(duration: int, family: Family) -> tuple[tuple[int, ...], int]:
    """Return how many frames each take of a clip of so many seconds has, and how many two of them share."""
    wanted = duration * family.fps + 1
    whole = _whole(wanted, family.stride)
    if whole <= family.longest:
        return (whole,), 0
    overlap = _whole(round(OVERLAP * family.fps), family.stride)
    count = math.ceil((wanted - overlap) / (family.longest - overlap))
    length = _whole(math.ceil((wanted + (count - 1) * overlap) / count), family.stride)
    return (length,) * count, overlap


def _whole(frames: int, stride: int) -> int:
    """Return the least number of frames that a model makes, at least `frames`."""
    return math.ceil((frames - 1) / stride) * stride + 1
