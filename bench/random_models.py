"""Models of full size with random weights: as fast as taught ones, and nothing has to be fetched."""

from typing import Any

import torch
from diffusers import (
    AutoencoderKLWan,
    UniPCMultistepScheduler,
    WanImageToVideoPipeline,
    WanTransformer3DModel,
)
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import PreTrainedTokenizerFast, UMT5Config, UMT5EncoderModel

from bench.flops import WAN, Transformer

HEAD = 128
SPECIAL = ("<pad>", "</s>", "<unk>")
TEXT = {"vocab_size": 256384, "d_model": 4096, "d_kv": 64, "d_ff": 10240, "num_layers": 24, "num_heads": 64}
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


def wan(name: str, device: str) -> WanImageToVideoPipeline:
    """Return the pipeline of a Wan family on a GPU, in the precision it is used in."""
    sizes = WAN[name]
    torch.manual_seed(0)
    with torch.device(device):
        decoder = AutoencoderKLWan(**(LARGE_DECODER if sizes.spatial == 16 else {})).eval()
        torch.set_default_dtype(torch.bfloat16)
        try:
            text = UMT5EncoderModel(UMT5Config(**TEXT, is_gated_act=True)).eval()
            experts = [_transformer(sizes) for _ in range(1 if sizes.token_times else 2)]
        finally:
            torch.set_default_dtype(torch.float32)
    pipeline = WanImageToVideoPipeline(
        tokenizer=tokenizer(),
        text_encoder=text,
        vae=decoder,
        scheduler=scheduler(),
        transformer=experts[0],
        transformer_2=experts[1] if len(experts) == 2 else None,
        boundary_ratio=0.9 if len(experts) == 2 else None,
        expand_timesteps=sizes.token_times,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def _transformer(sizes: Transformer) -> WanTransformer3DModel:
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
