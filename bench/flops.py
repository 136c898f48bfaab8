"""Floating-point operations of a forward pass of video transformers, by formula: a multiply-add is two."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Transformer:
    """The sizes of a transformer.

    Attributes:
        width: of a token, as it goes through the blocks.
        inner: width inside a block's feed-forward layers.
        channels, given: of the latent video that is denoised, and of what it is shown besides.
        text_width, text_tokens: of the encoded prompt.
        frequencies: numbers that a time is told in.
        token_times: whether each token has a time of its own.
        spatial, temporal: pixels, and frames, to one of the latent video.
        patch: pixels of the latent picture each way in one token.
    """

    blocks: int
    width: int
    inner: int
    channels: int
    given: int
    text_width: int = 4096
    text_tokens: int = 512
    frequencies: int = 256
    token_times: bool = False
    spatial: int = 8
    temporal: int = 4
    patch: int = 2

    def tokens(self, width: int, height: int, frames: int) -> int:
        """Return the tokens of a video."""
        across, down = (side // self.spatial // self.patch for side in (width, height))
        return ((frames - 1) // self.temporal + 1) * across * down

    def flops(self, tokens: int) -> int:
        """Return the operations of one forward pass of one video."""
        return self.blocks * self.block(tokens) + self.around(tokens)

    def block(self, tokens: int) -> int:
        """Return the operations of one block."""
        d, text = self.width, self.text_tokens
        attention = 8 * tokens * d * d + 4 * tokens * tokens * d
        to_the_text = 4 * tokens * d * d + 4 * text * d * d + 4 * tokens * text * d
        return attention + to_the_text + self.feed_forward(tokens)

    def feed_forward(self, tokens: int) -> int:
        """Return the operations of the feed-forward layers of one block."""
        return 4 * tokens * self.width * self.inner

    def around(self, tokens: int) -> int:
        """Return the operations before and after the blocks."""
        d = self.width
        ends = 2 * tokens * d * self.patch**2 * (2 * self.channels + self.given)
        text = 2 * self.text_tokens * (self.text_width * d + d * d)
        times = tokens if self.token_times else 1
        return ends + text + 2 * times * (self.frequencies * d + d * d + 6 * d * d)


SIZES = {
    "wan2.2-i2v-a14b": Transformer(blocks=40, width=5120, inner=13824, channels=16, given=20),
    "wan2.2-ti2v-5b": Transformer(
        blocks=30, width=3072, inner=14336, channels=48, given=0, token_times=True, spatial=16
    ),
    "ltx": Transformer(
        blocks=48,
        width=4096,
        inner=16384,
        channels=128,
        given=0,
        text_tokens=256,
        token_times=True,
        spatial=32,
        temporal=8,
        patch=1,
    ),
}
"""Of the families, by name."""
