"""LTX-Video 13B, which takes pictures for any of its frames and films ten seconds in one take."""

from pathlib import Path
from typing import Any

from PIL import Image

from photoplay.engines.diffusion.family import Family, FewSteps, Memory, Take
from photoplay.weights import Checkpoint

FILES = ("model_index.json", "*/*.json", "*/*.safetensors", "*/*.model")
NEEDS = ("model_index.json",)
LICENCE = "LTX-Video Open Weights License 0.X"
ORIGIN = "LTX-Video by Lightricks"
TEXT_TOKENS = 256
DECODE_AT, DECODE_NOISE = 0.05, 0.025
"""The noise that its decoder is told of, and what of it is really added, as its makers do."""
PICTURE_NOISE = 0.025
"""The noise on given pictures, without which hardly anything moves."""

NOISE_LEVELS = 1000


def load(folder: Path, dtype: Any) -> Any:
    """Return the pipeline of a checkpoint."""
    from diffusers import LTXConditionPipeline  # noqa: PLC0415 - seconds and gigabytes

    return LTXConditionPipeline.from_pretrained(folder, dtype=dtype, local_files_only=True)


def arguments(take: Take) -> dict[str, Any]:
    """Return what the pipeline is called with."""
    from diffusers.pipelines.ltx.pipeline_ltx_condition import (  # noqa: PLC0415
        LTXVideoCondition,
        linear_quadratic_schedule,
    )

    given = [LTXVideoCondition(image=Image.fromarray(take.first), frame_index=0)]
    if take.last is not None:
        given.append(LTXVideoCondition(image=Image.fromarray(take.last), frame_index=take.frames - 1))
    return {
        "conditions": given,
        "prompt": take.prompt,
        "negative_prompt": take.negative_prompt,
        "width": take.width,
        "height": take.height,
        "num_frames": take.frames,
        "frame_rate": take.fps,
        "num_inference_steps": take.steps,
        # The pipeline's own, but as numbers: a tensor of torch is no array to NumPy 2 without a warning.
        "timesteps": (linear_quadratic_schedule(take.steps) * NOISE_LEVELS).tolist(),
        "guidance_scale": take.cfg,
        "decode_timestep": DECODE_AT,
        "decode_noise_scale": DECODE_NOISE,
        "image_cond_noise_scale": PICTURE_NOISE,
        "max_sequence_length": TEXT_TOKENS,
    }


FAMILY = Family(
    name="ltx",
    title="LTX-Video 13B",
    checkpoint=Checkpoint(
        name="ltx",
        repo="Lightricks/LTX-Video-0.9.7-dev",
        size=47_000_000_000,
        licence=LICENCE,
        origin=ORIGIN,
        files=FILES,
        needs=NEEDS,
    ),
    end_image=True,
    fps=24,
    stride=8,
    longest=257,
    multiple=32,
    areas=(832 * 480, 1216 * 704),
    steps=30,
    cfg=5.0,
    negative="worst quality, inconsistent motion, blurry, jittery, distorted, watermark, subtitles",
    memory=Memory(
        parts={"transformer": 26_100_000_000, "text_encoder": 9_500_000_000, "vae": 2_500_000_000},
        working=15_800_000_000,
        decoding=26_400_000_000,
        kept=2_200_000_000,
    ),
    transformers=("transformer",),
    feed_forward=r"\.ff\.net\.",
    attention=(),
    separate_guidance=False,
    heads=0,
    load=load,
    arguments=arguments,
    few_steps=FewSteps(
        checkpoint=Checkpoint(
            name="ltx-fast",
            repo="Lightricks/LTX-Video-0.9.8-13B-distilled",
            size=47_000_000_000,
            licence=LICENCE,
            origin=ORIGIN,
            files=FILES,
            needs=NEEDS,
        ),
        steps=7,
        arguments={"timesteps": [1000, 993, 987, 981, 975, 909, 725]},
    ),
)
