"""Whole models with a few thousand random weights: every part of the real ones, in seconds on a CPU."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKLLTXVideo,
    AutoencoderKLWan,
    FlowMatchEulerDiscreteScheduler,
    LTXConditionPipeline,
    LTXVideoTransformer3DModel,
    WanImageToVideoPipeline,
    WanTransformer3DModel,
)
from transformers import T5Config, T5EncoderModel, UMT5Config, UMT5EncoderModel

from bench.random_models import scheduler, tokenizer
from photoplay.engines.diffusion.families import FAMILIES
from photoplay.engines.diffusion.family import Family

WIDTH = 32
"""Of the text encoders."""
BLOCKS = 4
FPS, STEPS = 4, 4
LONGEST = {"wan2.2-i2v-a14b": 25, "wan2.2-ti2v-5b": 25, "ltx": 41}


def tiny(family: Family, **changes: Any) -> Family:
    """Return a family whose pictures, takes and steps are as few as a CPU makes in a second."""
    small: dict[str, Any] = {"areas": (64 * 64,), "fps": FPS, "steps": STEPS, "longest": LONGEST[family.name]}
    return replace(family, **(small | changes))


TINY = {name: tiny(family) for name, family in FAMILIES.items()}


def save(name: str, folder: Path) -> None:
    """Write a checkpoint of the family called `name`, the same each time."""
    torch.manual_seed(0)
    pipeline = BUILDERS[name]()
    pipeline.save_pretrained(folder)


def copy(source: Path, folder: Path) -> Path:
    """Return a copy of a checkpoint that a test may damage."""
    shutil.copytree(source, folder)
    return folder


def text_encoder(kind: Any, configuration: Any) -> Any:
    """Return a text encoder of two layers."""
    shape = {"vocab_size": 320, "d_model": WIDTH, "d_kv": 8, "d_ff": 37, "num_layers": 2, "num_heads": 4}
    return kind(configuration(**shape)).eval()


def wan_transformer(channels: int, blocks: int, given: int = 0) -> WanTransformer3DModel:
    """Return a transformer that denoises `channels` and sees `given` more."""
    return WanTransformer3DModel(
        patch_size=(1, 2, 2),
        num_attention_heads=2,
        attention_head_dim=16,
        in_channels=channels + given,
        out_channels=channels,
        text_dim=WIDTH,
        freq_dim=32,
        ffn_dim=32,
        num_layers=blocks,
        cross_attn_norm=True,
        qk_norm="rms_norm_across_heads",
        rope_max_seq_len=64,
    ).eval()


def wan_decoder(**changes: Any) -> AutoencoderKLWan:
    """Return a decoder with one block at each of its sizes."""
    shape: dict[str, Any] = {
        "base_dim": 3,
        "z_dim": 16,
        "dim_mult": [1, 1, 1, 1],
        "num_res_blocks": 1,
        "temperal_downsample": [False, True, True],
    }
    return AutoencoderKLWan(**(shape | changes)).eval()


def wan_parts() -> dict[str, Any]:
    return {
        "tokenizer": tokenizer(),
        "text_encoder": text_encoder(UMT5EncoderModel, UMT5Config),
        "scheduler": scheduler(),
    }


def a14b(blocks: int = BLOCKS) -> WanImageToVideoPipeline:
    """Two experts; beside the noise each sees the mask and the picture."""
    return WanImageToVideoPipeline(
        **wan_parts(),
        vae=wan_decoder(),
        transformer=wan_transformer(16, blocks, given=20),
        transformer_2=wan_transformer(16, blocks, given=20),
        boundary_ratio=0.9,
    )


def ti2v_5b() -> WanImageToVideoPipeline:
    """One transformer with a time for each token, and a decoder of sixteen pixels to one."""
    decoder = wan_decoder(
        z_dim=48,
        in_channels=12,
        out_channels=12,
        is_residual=True,
        patch_size=2,
        latents_mean=[0.0] * 48,
        latents_std=[1.0] * 48,
        scale_factor_spatial=16,
        scale_factor_temporal=4,
    )
    return WanImageToVideoPipeline(
        **wan_parts(),
        vae=decoder,
        transformer=wan_transformer(48, BLOCKS),
        transformer_2=None,
        expand_timesteps=True,
    )


def ltx_transformer() -> LTXVideoTransformer3DModel:
    return LTXVideoTransformer3DModel(
        in_channels=8,
        out_channels=8,
        num_attention_heads=4,
        attention_head_dim=8,
        cross_attention_dim=WIDTH,
        num_layers=BLOCKS,
        caption_channels=WIDTH,
    ).eval()


def ltx() -> LTXConditionPipeline:
    """A decoder of eight frames and 32 pixels to one."""
    one, no = (1,) * 5, (False,) * 4
    decoder = AutoencoderKLLTXVideo(
        latent_channels=8,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=one,
        decoder_layers_per_block=one,
        spatio_temporal_scaling=(True, True, True, False),
        decoder_spatio_temporal_scaling=(True, True, True, False),
        decoder_inject_noise=(*no, False),
        upsample_residual=no,
        upsample_factor=(1, 1, 1, 1),
        timestep_conditioning=True,
        patch_size=4,
        patch_size_t=1,
        encoder_causal=True,
        decoder_causal=False,
    ).eval()
    return LTXConditionPipeline(
        tokenizer=tokenizer(),
        text_encoder=text_encoder(T5EncoderModel, T5Config),
        vae=decoder,
        transformer=ltx_transformer(),
        scheduler=FlowMatchEulerDiscreteScheduler(),
    )


BUILDERS: dict[str, Callable[[], Any]] = {
    "wan2.2-i2v-a14b": a14b,
    "wan2.2-ti2v-5b": ti2v_5b,
    "ltx": ltx,
    "ltx-fast": ltx,
}
