import numpy as np
import pytest
from numpy.typing import NDArray

from photoplay.sight.memory import Memory


class Oracle:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> list[NDArray[np.generic]]:
        self.asked += 1
        return [np.full(3, self.asked)]


def test_the_same_question_is_asked_once() -> None:
    memory, oracle = Memory(2), Oracle()
    picture = np.arange(12, dtype=np.float32).reshape(3, 4)
    answers = [memory.recall(oracle, picture.copy(), "output") for _ in range(3)]
    assert oracle.asked == 1
    assert answers[0] is answers[2]


@pytest.mark.parametrize(
    "other",
    [
        (np.zeros((4, 1), np.float32), "a"),
        (np.zeros((2, 2), np.int32), "a"),
        (np.ones((2, 2), np.float32), "a"),
        (np.zeros((2, 2), np.float32), "b"),
        (np.zeros((2, 2), np.float32), "a", "b"),
        (np.zeros((2, 2), np.float32), np.zeros((2, 2), np.float32), "a"),
    ],
)
def test_another_question_is_another(other: tuple[NDArray[np.generic] | str, ...]) -> None:
    memory, oracle = Memory(2), Oracle()
    memory.recall(oracle, np.zeros((2, 2), np.float32), "a")
    memory.recall(oracle, *other)
    assert oracle.asked == 2


def test_what_was_asked_longest_ago_is_forgotten() -> None:
    memory, oracle = Memory(2), Oracle()
    for question in "abacab":
        memory.recall(oracle, question)
    assert oracle.asked == 4


def test_a_failure_is_not_remembered() -> None:
    memory, oracle = Memory(2), Oracle()

    def fail() -> list[NDArray[np.generic]]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        memory.recall(fail, "a")
    memory.recall(oracle, "a")
    assert oracle.asked == 1
