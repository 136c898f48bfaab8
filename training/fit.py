"""Train the head: `python -m training.fit DATA`, whose folders `training/README.md` fills.

Looks at every picture in several views once (kept in DATA/features), then learns from them.
"""

import argparse
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from photoplay.sight.networks import Backbone
from photoplay.weights import pull
from training import examples, known
from training.examples import Example
from training.head import Head, Together, depth_loss, names_loss
from training.known import NAMES, Known

HEADS = Path(__file__).parents[1] / "src" / "photoplay" / "sight" / "heads"
KEPT, WIDTH, BLOCKS = 256, 112, 3
RATE, DECAY, BATCH, NOISE = 1e-3, 0.05, 4, 0.05
AVERAGED = 0.01
"""Share of a step in the running mean of the weights, which is what is kept (Polyak and Juditsky 1992)."""
DEPTH_WEIGHT, NAMES_WEIGHT = 2.0, 0.3


@dataclass(frozen=True)
class Source:
    """A kind of data."""

    read: Callable[[Path], Iterator[tuple[str, Known]]]
    views: int
    share: float
    """Of the steps that learn from it."""


def _photographs(data: Path) -> Iterator[tuple[str, Known]]:
    return known.photographs(data, Path(__file__).parent / "labels")


SOURCES = {
    "photographs": Source(_photographs, views=10, share=0.5),
    "stereo": Source(known.pairs, views=4, share=0.12),
    "renders": Source(known.renders, views=3, share=0.2),
    "shores": Source(known.renders, views=2, share=0.18),
}


def gathered(data: Path, threads: int) -> dict[str, list[list[Example]]]:
    """Return the examples of every picture by source, looking only at those not looked at before."""
    network = Backbone(pull("dinov2"), threads)
    found: dict[str, list[list[Example]]] = {}
    for name, source in SOURCES.items():
        cache = data / "features" / name
        cache.mkdir(parents=True, exist_ok=True)
        found[name] = []
        for number, (title, picture) in enumerate(source.read(data / name)):
            file = cache / f"{title}.pkl"
            if not file.exists():
                seen = list(
                    examples.views(picture, source.views, network, np.random.default_rng([number, 7]))
                )
                file.write_bytes(pickle.dumps(seen))
            found[name].append(pickle.loads(file.read_bytes()))
        print(f"{name}: {len(found[name])} pictures", flush=True)
    return found


def principal(data: dict[str, list[list[Example]]]) -> tuple[Tensor, Tensor]:
    """Return the mean of all features and their principal axes, each scaled to at most a quarter of the first."""
    tokens = np.concatenate(
        [
            views[0].tokens.reshape(-1, views[0].tokens.shape[-1])[::7].astype(np.float32)
            for pictures in data.values()
            for views in pictures
        ]
    )
    mean = tokens.mean(axis=0)
    variance, axes = np.linalg.eigh(np.cov((tokens - mean).T))
    variance, axes = variance[::-1][:KEPT], axes[:, ::-1][:, :KEPT]
    scaled = axes / np.sqrt(variance) * np.minimum(1.0, 4.0 * np.sqrt(variance / variance[0]))
    return torch.from_numpy(mean), torch.from_numpy(scaled.astype(np.float32))


def planes(layers: np.ndarray) -> Tensor:
    """Return `layers`, shape (rows, columns, n), as a batch of one, shape (1, n, rows, columns)."""
    return torch.from_numpy(np.ascontiguousarray(layers.transpose(2, 0, 1)[None], np.float32))


def learn(data: dict[str, list[list[Example]]], axes: tuple[Tensor, Tensor], steps: int, seed: int) -> Head:
    """Return a head that has learnt from `data`, reduced to the principal `axes`, in `steps` of `BATCH` views."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    head = Head(*axes, len(NAMES), WIDTH, BLOCKS)
    learning = [weights for weights in head.parameters() if weights.requires_grad]
    optimiser = torch.optim.AdamW(learning, RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, steps, pct_start=0.1)
    average = [weights.detach().clone() for weights in learning]
    shares = np.array([SOURCES[name].share for name in data])
    for step in range(steps):
        total = torch.zeros(())
        for name in chance.choice(list(data), BATCH, p=shares / shares.sum()):
            views = data[name][chance.integers(len(data[name]))]
            total = total + _loss(head, views[chance.integers(len(views))]) / BATCH
        optimiser.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(learning, 1.0)
        optimiser.step()
        schedule.step()
        for mean, weights in zip(average, learning, strict=True):
            mean.lerp_(weights.detach(), AVERAGED)
        if (step + 1) % max(steps // 10, 1) == 0:
            print(f"step {step + 1}: loss {total.item():.3f}", flush=True)
    for mean, weights in zip(average, learning, strict=True):
        weights.data.copy_(mean)
    head.eval()
    return head


def reduce(data: dict[str, list[list[Example]]], axes: tuple[Tensor, Tensor]) -> None:
    """Replace the tokens of `data`, in place, by what they are along the principal `axes`."""
    head = Head(*axes, len(NAMES), WIDTH, BLOCKS)
    for pictures in data.values():
        for views in pictures:
            for index, view in enumerate(views):
                with torch.no_grad():
                    tokens = head.reduced(planes(view.tokens))[0].numpy()
                views[index] = replace(
                    view, tokens=np.ascontiguousarray(tokens.transpose(1, 2, 0), np.float16)
                )


def _loss(head: Head, example: Example) -> Tensor:
    reduced = planes(example.tokens)
    root, scores = head.judged(reduced + NOISE * torch.randn_like(reduced))
    depth = torch.from_numpy(example.inverse_depth)
    loss = NAMES_WEIGHT * names_loss(scores[0], planes(example.names)[0])
    return loss + DEPTH_WEIGHT * depth_loss(root[0], depth) if torch.isfinite(depth).sum() > 50 else loss


def export(head: nn.Module, channels: int, file: Path) -> None:
    """Write `head` as ONNX for features of any size: `tokens` to `root` and `scores`."""
    free = {2: "rows", 3: "columns"}
    torch.onnx.export(
        head,
        (torch.randn(1, channels, 20, 30),),
        str(file),
        input_names=["tokens"],
        output_names=["root", "scores"],
        dynamic_axes={"tokens": free, "root": {1: "rows", 2: "columns"}, "scores": free},
        opset_version=17,
        dynamo=False,
    )


def main() -> None:
    """Gather, learn and export."""
    parser = argparse.ArgumentParser(prog="python -m training.fit", description=__doc__)
    parser.add_argument("data", type=Path, help="holds photographs/, stereo/, renders/ and shores/")
    parser.add_argument("--steps", type=int, default=2500)
    parser.add_argument(
        "--heads", type=int, default=3, help="how many learn, from different seeds; they judge together"
    )
    parser.add_argument("--threads", type=int, default=0, help="0 takes every core")
    parser.add_argument("--output", type=Path, default=HEADS / "head.onnx")
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    data = gathered(options.data, options.threads)
    axes = principal(data)
    reduce(data, axes)
    heads = [learn(data, axes, options.steps, seed) for seed in range(options.heads)]
    export(Together(heads), len(axes[0]), options.output)


if __name__ == "__main__":
    main()
