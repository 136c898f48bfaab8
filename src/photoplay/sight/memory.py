"""What a network answered last: drafts of one photograph are drawn again and again, as its prompt changes."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

Answer = Sequence[NDArray[np.generic]]


class Memory:
    """The last answers, by what was asked; safe to use from several threads."""

    def __init__(self, most: int) -> None:
        """Keep `most` answers at most."""
        self._most = most
        self._answers: OrderedDict[bytes, Answer] = OrderedDict()
        self._turn = Lock()

    def recall(self, ask: Callable[[], Answer], *question: NDArray[np.generic] | str) -> Answer:
        """Return the answer to a `question`: that of the last time, not to be written to, or else what `ask` gives."""
        key = _digest(question)
        with self._turn:
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        answer = ask()
        with self._turn:
            self._answers[key] = answer
            while len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return answer


def _digest(question: Sequence[NDArray[Any] | str]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for part in question:
        if isinstance(part, str):
            digest.update(part.encode() + b"\0")
        else:
            digest.update(f"{part.dtype}{part.shape}".encode())
            digest.update(np.ascontiguousarray(part).data)
    return digest.digest()
