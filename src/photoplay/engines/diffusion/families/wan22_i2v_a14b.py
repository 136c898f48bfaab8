"""Wan2.2-I2V-A14B: two experts of 14 billion weights, one for much noise and one for little."""

from photoplay.engines.diffusion import wan
from photoplay.engines.diffusion.family import Family, FewSteps, Memory
from photoplay.weights import Checkpoint

FEW = 4
ADAPTERS = {
    "transformer": "wan2.2_i2v_A14b_high_noise_lora_rank64_lightx2v_4step_1022.safetensors",
    "transformer_2": "wan2.2_i2v_A14b_low_noise_lora_rank64_lightx2v_4step_1022.safetensors",
}

FAMILY = Family(
    name="wan2.2-i2v-a14b",
    title="Wan2.2-I2V-A14B",
    checkpoint=Checkpoint(
        name="wan2.2-i2v-a14b",
        repo="Wan-AI/Wan2.2-I2V-A14B-Diffusers",
        size=126_200_000_000,
        licence="Apache-2.0",
        origin="Wan 2.2 by the Wan team, Alibaba",
        files=wan.FILES,
        needs=wan.NEEDS,
    ),
    end_image=True,
    fps=16,
    stride=4,
    longest=85,
    multiple=16,
    areas=(832 * 480, 1280 * 720),
    steps=40,
    cfg=3.5,
    negative=wan.NEGATIVE,
    memory=Memory(
        parts={
            "transformer": 28_600_000_000,
            "transformer_2": 28_600_000_000,
            "text_encoder": 11_400_000_000,
            "vae": 510_000_000,
        },
        working=10_500_000_000,
        decoding=22_100_000_000,
        kept=9_500_000_000,
    ),
    transformers=("transformer", "transformer_2"),
    feed_forward=wan.FEED_FORWARD,
    attention=wan.ATTENTION,
    separate_guidance=True,
    heads=40,
    load=wan.load,
    arguments=wan.arguments,
    few_steps=FewSteps(
        checkpoint=Checkpoint(
            name="wan2.2-i2v-a14b-fast",
            repo="lightx2v/Wan2.2-Distill-Loras",
            size=1_500_000_000,
            licence="Apache-2.0",
            origin="adapters for four steps by the LightX2V team",
            files=tuple(ADAPTERS.values()),
            needs=tuple(ADAPTERS.values()),
        ),
        steps=FEW,
        adapters=ADAPTERS,
        scheduler=wan.EULER | {"disable_corrector": list(range(FEW))},
    ),
)
