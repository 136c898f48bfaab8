"""Wan2.2-TI2V-5B: one small model that begins with a picture, and cannot be told how to end."""

from photoplay.engines.diffusion import wan
from photoplay.engines.diffusion.family import Family, Memory
from photoplay.weights import Checkpoint

FAMILY = Family(
    name="wan2.2-ti2v-5b",
    title="Wan2.2-TI2V-5B",
    checkpoint=Checkpoint(
        name="wan2.2-ti2v-5b",
        repo="Wan-AI/Wan2.2-TI2V-5B-Diffusers",
        size=34_200_000_000,
        licence="Apache-2.0",
        origin="Wan 2.2 by the Wan team, Alibaba",
        files=wan.FILES,
        needs=wan.NEEDS,
    ),
    end_image=False,
    fps=24,
    stride=4,
    longest=129,
    multiple=32,
    areas=(1280 * 704,),
    steps=50,
    cfg=5.0,
    negative=wan.NEGATIVE,
    memory=Memory(
        parts={"transformer": 10_000_000_000, "text_encoder": 11_400_000_000, "vae": 2_800_000_000},
        working=7_500_000_000,
        decoding=23_700_000_000,
        kept=1_300_000_000,
    ),
    transformers=("transformer",),
    feed_forward=wan.FEED_FORWARD,
    attention=wan.ATTENTION,
    separate_guidance=True,
    heads=24,
    load=wan.load,
    arguments=wan.arguments,
)
