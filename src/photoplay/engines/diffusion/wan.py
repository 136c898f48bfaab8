"""What the Wan 2.2 families have in common."""

from pathlib import Path
from typing import Any

from PIL import Image

from photoplay.engines.diffusion.family import Take

FILES = ("*.json", "*/*.json", "*/*.safetensors", "*/*.model", "*/*.txt")
NEEDS = ("model_index.json",)
SHIFT = 5.0
"""How far Wan's makers shift the noise schedule towards noise for image to video."""
EULER = {"solver_order": 1, "lower_order_final": False}
"""With these and without its corrector the scheduler takes the plain steps that few-step models were taught."""
TEXT_TOKENS = 512
FEED_FORWARD = r"\.ffn\.net\."
ATTENTION = ("_flash_3_hub", "_native_cudnn")
"""FlashAttention-3 where the package `kernels` is, then cuDNN's."""
NEGATIVE = (
    "static picture, overexposed, washed-out colours, greyish, blurred details, worst quality, low quality, "
    "JPEG artefacts, subtitles, watermark, painting, deformed body, malformed limbs, extra or fused fingers, "
    "badly drawn hands, badly drawn face, cluttered background, walking backwards"
)


def load(folder: Path, dtype: Any) -> Any:
    """Return the pipeline of a checkpoint: its decoder in full precision, as its makers run it."""
    import torch  # noqa: PLC0415 - seconds and gigabytes
    from diffusers import (  # noqa: PLC0415
        AutoencoderKLWan,
        UniPCMultistepScheduler,
        WanImageToVideoPipeline,
    )

    decoder = AutoencoderKLWan.from_pretrained(
        folder, subfolder="vae", dtype=torch.float32, local_files_only=True
    )
    pipeline = WanImageToVideoPipeline.from_pretrained(
        folder, vae=decoder, dtype=dtype, local_files_only=True
    )
    pipeline.scheduler = UniPCMultistepScheduler.from_config(pipeline.scheduler.config, flow_shift=SHIFT)
    return pipeline


def arguments(take: Take) -> dict[str, Any]:
    """Return what a Wan pipeline is called with."""
    return {
        "image": Image.fromarray(take.first),
        "last_image": None if take.last is None else Image.fromarray(take.last),
        "prompt": take.prompt,
        "negative_prompt": take.negative_prompt,
        "width": take.width,
        "height": take.height,
        "num_frames": take.frames,
        "num_inference_steps": take.steps,
        "guidance_scale": take.cfg,
        "max_sequence_length": TEXT_TOKENS,
    }
