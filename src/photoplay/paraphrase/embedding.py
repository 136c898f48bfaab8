"""Sentence embeddings by all-MiniLM-L6-v2 (Wang and others 2020, Reimers and Gurevych 2019)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime as ort

from photoplay.paraphrase.families import Floats

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 64
"""Tokens read of a sentence; a clause has about ten."""
BATCH = 32
"""Sentences in one run, so that memory stays small."""


@dataclass(frozen=True)
class Embedder:
    """Turns sentences into vectors of length 1; what means the same lies close together.

    Attributes:
        model: the network's weights.
        tokenizer: its vocabulary.
        threads: 0 takes every core.
    """

    model: Path
    tokenizer: Path
    threads: int = 0

    def __call__(self, sentences: Sequence[str]) -> Floats:
        """Return an array of shape (sentences, 384); there is at least one sentence."""
        # Sentences of like length share a run, so that little of it is padding.
        order = sorted(range(len(sentences)), key=lambda number: len(sentences[number]))
        runs = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        found = np.concatenate([self._run([sentences[number] for number in run]) for run in runs])
        embeddings = np.empty_like(found)
        embeddings[order] = found
        return embeddings

    def _run(self, sentences: Sequence[str]) -> Floats:
        encoded = self._tokenizer.encode_batch(sentences)
        mask = np.array([sentence.attention_mask for sentence in encoded], np.int64)
        inputs = {
            "input_ids": np.array([sentence.ids for sentence in encoded], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        tokens = np.asarray(self._session.run(None, inputs)[0], np.float32)
        sums = (tokens * mask[:, :, None].astype(np.float32)).sum(axis=1)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True).astype(np.float32)
        return np.asarray(sums / lengths, np.float32)

    @cached_property
    def _session(self) -> ort.InferenceSession:
        options = ort.SessionOptions()
        options.log_severity_level = 3
        options.intra_op_num_threads = self.threads
        return ort.InferenceSession(str(self.model), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer  # noqa: PLC0415  an optional extra

        tokenizer = Tokenizer.from_file(str(self.tokenizer))
        tokenizer.enable_truncation(LONGEST)
        tokenizer.enable_padding()
        return tokenizer
