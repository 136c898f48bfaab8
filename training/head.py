"""The head itself: a few convolutions on the features of patches, with what makes it learn (PyTorch)."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from photoplay.sight.names import WHOLES

REACH = 5
"""Side of a depthwise convolution, in patches."""
DROPPED = 0.1
NEAREST = 0.985
"""Quantile of inverse depth that counts as the nearest thing."""
PAIRS = 800
"""Pairs of patches whose order is judged in every picture."""
APART = 0.04
"""Least difference of root inverse depth within a pair."""
FIRMNESS = 12.0
RARE = {"still_water": 1.4, "flowing_water": 1.4, "fire": 1.4, "smoke": 1.4}
"""What a patch of these counts for, so that not seeing them costs more than seeing them where they are not."""


class Block(nn.Module):
    """Depthwise and pointwise convolutions beside a shortcut (after Liu et al. 2022)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.around = nn.Conv2d(width, width, REACH, padding=REACH // 2, groups=width)
        self.widen, self.narrow = nn.Conv2d(width, 2 * width, 1), nn.Conv2d(2 * width, width, 1)
        self.drop = nn.Dropout2d(DROPPED)

    def forward(self, x: Tensor) -> Tensor:
        """Return `x` and what it gains."""
        gain = self.narrow(functional.gelu(self.widen(self.around(functional.gelu(x)))))
        return x + self.drop(gain)


class Head(nn.Module):
    """Root inverse depth and a score for every name, from the tokens of patches."""

    def __init__(self, mean: Tensor, basis: Tensor, names: int, width: int, blocks: int) -> None:
        """Take the features' mean, shape (channels,), and principal axes, shape (channels, kept)."""
        super().__init__()
        self.mean = nn.Parameter(mean[None, :, None, None], requires_grad=False)
        self.basis = nn.Parameter(basis.T[..., None, None].contiguous(), requires_grad=False)
        kept = basis.shape[1]
        self.enter = nn.Conv2d(kept + 2, width, 1)
        self.blocks = nn.Sequential(*(Block(width) for _ in range(blocks)))
        self.leave, self.shortcut = nn.Conv2d(width, 1 + names, 1), nn.Conv2d(kept, names, 1)
        self.drop = nn.Dropout2d(DROPPED)

    def reduced(self, tokens: Tensor) -> Tensor:
        """Return `tokens`, shape (1, channels, rows, columns), along the principal axes."""
        return functional.conv2d(tokens - self.mean, self.basis)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """Return root inverse depth, shape (1, rows, columns), and scores, shape (1, names, rows, columns)."""
        return self.judged(self.reduced(tokens))

    def judged(self, reduced: Tensor) -> tuple[Tensor, Tensor]:
        """Return the same of tokens that are reduced already."""
        x = self.drop(reduced)
        places = [2.0 * _place(reduced, axis) for axis in (2, 3)]
        found = self.leave(functional.gelu(self.blocks(self.enter(torch.cat([x, *places], 1)))))
        return found[:, 0], found[:, 1:] + self.shortcut(x)


class Together(nn.Module):
    """Heads that judge together: the mean of what they say."""

    def __init__(self, heads: Sequence[Head]) -> None:
        super().__init__()
        self.heads = nn.ModuleList(heads)

    def forward(self, tokens: Tensor) -> tuple[Tensor, Tensor]:
        """Return root inverse depth and scores, as each head does."""
        roots, scores = zip(*(head(tokens) for head in self.heads), strict=True)
        return torch.stack(roots).mean(dim=0), torch.stack(scores).mean(dim=0)


def _place(like: Tensor, axis: int) -> Tensor:
    """Return -1 to 1 along `axis`; by a running sum, which an exported network has for any size."""
    count = torch.cumsum(torch.ones_like(like[:, :1]), axis)
    return 2.0 * (count - 1.0) / (count.amax() - 1.0) - 1.0


def depth_loss(root: Tensor, inverse_depth: Tensor) -> Tensor:
    """Return how wrong root inverse depth is: its value, its order, and its steps from patch to patch.

    Args:
        root: what the head gives, shape (rows, columns).
        inverse_depth: of any scale; nan where it is not known.
    """
    known = torch.isfinite(inverse_depth)
    truth = torch.nan_to_num(inverse_depth)
    nearest = torch.quantile(truth[known], NEAREST).clamp(min=1e-3)
    wrong = torch.where(known, root - (truth / nearest).clamp(0.0, 1.15).sqrt(), 0.0)
    value = wrong[known]
    level = 0.5 * value.abs().mean() + 0.5 * (value - value.median()).abs().mean()
    steps = sum(torch.diff(wrong, dim=axis)[_both(known, axis)].abs().mean() for axis in (0, 1))
    order = _disorder(root[known], (truth[known] / nearest).clamp(0.0, 1.15).sqrt())
    return level + order + 0.5 * steps


def _both(known: Tensor, axis: int) -> Tensor:
    return known.narrow(axis, 1, known.shape[axis] - 1) & known.narrow(axis, 0, known.shape[axis] - 1)


def _disorder(found: Tensor, truth: Tensor) -> Tensor:
    one, other = (torch.randint(len(found), (PAIRS,)) for _ in range(2))
    apart = truth[one] - truth[other]
    counted = apart.abs() > APART
    right = (found[one] - found[other]) * apart.sign()
    wrongs = functional.softplus(-FIRMNESS * right[counted]) / (FIRMNESS / 2.0)
    return wrongs.sum() / counted.sum().clamp(min=1)


def names_loss(scores: Tensor, names: Tensor) -> Tensor:
    """Return how wrong `scores` are: one whole of all at every patch, and each part by itself.

    Both have shape (names, rows, columns); nan where nothing is known.
    """
    count = len(WHOLES)
    known = torch.isfinite(names).all(dim=0)
    if not known.any():
        return scores.sum() * 0.0
    truth, given = names[:, known], scores[:, known]
    share = truth[:count] / truth[:count].sum(dim=0).clamp(min=1e-3)
    counts = torch.tensor([[RARE.get(name, 1.0)] for name in WHOLES])
    whole = -(counts * share * functional.log_softmax(given[:count], dim=0)).sum(dim=0).mean()
    weight = torch.full((len(names) - count, 1), 2.0)
    part = functional.binary_cross_entropy_with_logits(
        given[count:], truth[count:], pos_weight=weight, reduction="none"
    )
    return whole + 0.5 * part.mean(dim=1).sum()
