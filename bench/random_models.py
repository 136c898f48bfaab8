"""Models of full size with random weights: as fast as taught ones, and nothing has to be fetched."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from diffusers import (
    AutoencoderKLLTXVideo,
    AutoencoderKLWan,
    FlowMatchEulerDiscreteScheduler,
    LTXConditionPipeline,
    LTXVideoTransformer3DModel,
    UniPCMultistepScheduler,
    WanImageToVideoPipeline,
    WanTransformer3DModel,
)
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast, T5Config, T5EncoderModel, UMT5Config, UMT5EncoderModel

from bench.flops import SIZES, Transformer

HEAD = 128
SPECIAL = ("<pad>", "</s>", "<unk>")
TEXT = {"d_model": 4096, "d_kv": 64, "d_ff": 10240, "num_layers": 24, "num_heads": 64, "is_gated_act": True}
LARGE_DECODER: dict[str, Any] = {
    "base_dim": 160,
    "decoder_base_dim": 256,
    "z_dim": 48,
    "in_channels": 12,
    "out_channels": 12,
    "is_residual": True,
    "patch_size": 2,
    "latents_mean": [0.0] * 48,
    "latents_std": [1.0] * 48,
    "scale_factor_spatial": 16,
    "scale_factor_temporal": 4,
}
"""Of the decoder with sixteen pixels to one; that with eight is the default of its class."""
LTX_DECODER: dict[str, Any] = {
    "block_out_channels": (128, 256, 512, 1024, 2048),
    "down_block_types": ("LTXVideo095DownBlock3D",) * 4,
    "decoder_block_out_channels": (256, 512, 1024),
    "layers_per_block": (4, 6, 6, 2, 2),
    "decoder_layers_per_block": (5, 5, 5, 5),
    "spatio_temporal_scaling": (True,) * 4,
    "decoder_spatio_temporal_scaling": (True,) * 3,
    "decoder_inject_noise": (False,) * 4,
    "downsample_type": ("spatial", "temporal", "spatiotemporal", "spatiotemporal"),
    "upsample_residual": (True,) * 3,
    "upsample_factor": (2,) * 3,
    "timestep_conditioning": True,
    "spatial_compression_ratio": 32,
    "temporal_compression_ratio": 8,
}


def tokenizer() -> PreTrainedTokenizerFast:
    """Return one that reads bytes."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    known = {word: index for index, word in enumerate([*SPECIAL, *letters])}
    reader = Tokenizer(models.BPE(vocab=known, merges=[], unk_token="<unk>"))
    reader.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    reader.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    pad, end, unknown = SPECIAL
    return PreTrainedTokenizerFast(
        tokenizer_object=reader, pad_token=pad, eos_token=end, unk_token=unknown, model_max_length=512
    )


def scheduler() -> UniPCMultistepScheduler:
    """Return Wan's."""
    return UniPCMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, num_train_timesteps=1000, flow_shift=5.0
    )


def random_pipeline(name: str, device: str) -> Any:
    """Return the pipeline of a family on a GPU, in the precision it is used in."""
    torch.manual_seed(0)
    pipeline = _ltx(SIZES[name], device) if name == "ltx" else _wan(SIZES[name], device)
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def _wan(sizes: Transformer, device: str) -> WanImageToVideoPipeline:
    with _made(device, torch.float32):
        decoder = AutoencoderKLWan(**(LARGE_DECODER if sizes.spatial == 16 else {})).eval()
    with _made(device, torch.bfloat16):
        text = UMT5EncoderModel(UMT5Config(vocab_size=256384, **TEXT)).eval()
        experts = [_wan_transformer(sizes) for _ in range(1 if sizes.token_times else 2)]
    return WanImageToVideoPipeline(
        tokenizer=tokenizer(),
        text_encoder=text,
        vae=decoder,
        scheduler=scheduler(),
        transformer=experts[0],
        transformer_2=experts[1] if len(experts) == 2 else None,
        boundary_ratio=0.9 if len(experts) == 2 else None,
        expand_timesteps=sizes.token_times,
    )


def _ltx(sizes: Transformer, device: str) -> LTXConditionPipeline:
    with _made(device, torch.bfloat16):
        text = T5EncoderModel(T5Config(vocab_size=32128, **TEXT)).eval()
        decoder = AutoencoderKLLTXVideo(**LTX_DECODER).eval()
        transformer = LTXVideoTransformer3DModel(
            num_attention_heads=sizes.width // HEAD,
            attention_head_dim=HEAD,
            cross_attention_dim=sizes.width,
            num_layers=sizes.blocks,
        ).eval()
    return LTXConditionPipeline(
        tokenizer=tokenizer(),
        text_encoder=text,
        vae=decoder,
        transformer=transformer,
        scheduler=FlowMatchEulerDiscreteScheduler(),
    )


@contextmanager
def _made(device: str, dtype: torch.dtype) -> Iterator[None]:
    """Make the weights that are made in this block on a device, in a precision."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(device):
            yield
    finally:
        torch.set_default_dtype(before)


def _wan_transformer(sizes: Transformer) -> WanTransformer3DModel:
    """Return a transformer, those of its parts in full precision that a taught one is loaded with."""
    transformer = WanTransformer3DModel(
        num_attention_heads=sizes.width // HEAD,
        attention_head_dim=HEAD,
        in_channels=sizes.channels + sizes.given,
        out_channels=sizes.channels,
        text_dim=sizes.text_width,
        freq_dim=sizes.frequencies,
        ffn_dim=sizes.inner,
        num_layers=sizes.blocks,
        cross_attn_norm=True,
        qk_norm="rms_norm_across_heads",
    ).eval()
    for name, weight in transformer.named_parameters():
        if set(name.split(".")) & set(transformer._keep_in_fp32_modules):
            weight.data = weight.data.float()
    return transformer
