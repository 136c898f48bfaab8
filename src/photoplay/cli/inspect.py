"""`photoplay inspect`: why a clip of a photograph moves as it does, on one page."""

import io
import json as json_format
from pathlib import Path
from typing import Annotated

import cv2
import typer

from photoplay.cli.console import watched, writable
from photoplay.cli.sheet import draw_sheet
from photoplay.engines.choose import EngineName
from photoplay.engines.multiplane.inspection import Inspection
from photoplay.engines.multiplane.inspection import inspect as look_into
from photoplay.engines.multiplane.stage import MIRRORED_RIM, RIM
from photoplay.planning import understand
from photoplay.progress import Part, Progress
from photoplay.settings import get_settings
from photoplay.shot import Shot
from photoplay.sight.networks import LITE, WANTED, Networks
from photoplay.stills import load_still
from photoplay.studio import fetching
from photoplay.weights import ensure

DRAWING = "Drawing the sheet"
LAYERED = (
    "Figures beside the subject stand on layers of their own only where a move shows what is behind them."
)


def inspect(
    image: Annotated[Path, typer.Argument(help="The photograph, a JPEG or PNG.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The PNG file to write; beside the photograph unless said."),
    ] = None,
    prompt: Annotated[str, typer.Option(help="What will be filmed: its moves come first in the chart.")] = "",
    json: Annotated[Path | None, typer.Option(help="A file for the same figures as JSON.")] = None,
) -> None:
    """Show what is seen in a photograph and how far each camera move may go."""
    sheet = writable(output or image.with_name(f"{image.stem}-sheet.png"), [image], "output", ".png")
    figures = writable(json, [image], "json", ".json") if json else None
    with watched() as show:
        inspection, sentences = _inspect(image, prompt, show)
        show(DRAWING, 0.95)
        page = io.BytesIO()
        draw_sheet(inspection, image.name, prompt, sentences).save(page, "PNG")
    sheet.write_bytes(page.getvalue())
    print(sheet)
    if figures:
        told = inspection.figures() | {"sentences": sentences}
        figures.write_text(json_format.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        print(figures)


def _inspect(image: Path, prompt: str, progress: Progress) -> tuple[Inspection, list[str]]:
    plan = understand(prompt, engine=EngineName.MULTIPLANE) if prompt else None
    shot = Shot(load_still(image), prompt or "-")

    weights, threads = ensure(WANTED, fetching(progress)), get_settings().threads
    networks = Networks.of(weights, threads)
    cv2.setNumThreads(threads or -1)
    picture = shot.image.resized(*shot.frame_size)
    rim = RIM if networks.inpaint else MIRRORED_RIM
    inspection = look_into(picture, networks, rim, plan, Part(progress, 0.0, 0.95))
    notes = [note.text for note in plan.notes] if plan else []
    unseen = [
        f"'{words}' is not seen: the camera keeps to what the shot is about." for words in inspection.unseen
    ]
    layered = [LAYERED] if inspection.scene.figures else []
    return inspection, [*unseen, *layered, *notes, *_missing(set(weights))]


def _missing(weights: set[str]) -> list[str]:
    """Return sentences on the networks that are missing, and the command that fetches them."""
    missing = [name for name in WANTED if not weights.issuperset(_files(name))]
    losses = {name: WANTED[name] for name in missing if WANTED[name]}
    sentences = [f"Without {name} the stage does without {loss}." for name, loss in losses.items()]
    if losses:
        wanted = [file for name in losses for file in _files(name) if file not in weights]
        sentences.append(f"To fetch what is missing: photoplay weights pull {' '.join(wanted)}")
    if not LITE:
        sentences.append("Objects and faces are not looked for: ai-edge-litert is not made for this machine.")
    return sentences


def _files(name: str) -> list[str]:
    """Return the weights that the network `name` needs: some are kept in two files."""
    return [file for file in (name, f"{name}-data") if file in WANTED]
