import torch

from bench.memory import empty, peak


def test_what_lives_at_once_is_counted_and_weights_are_not() -> None:
    with torch.device("meta"):
        layers = torch.nn.Sequential(torch.nn.Linear(10, 40), torch.nn.ReLU(), torch.nn.Linear(40, 10))
    narrow, wide = 100 * 10 * 4, 100 * 40 * 4
    given = empty(100, 10, dtype=torch.float32)
    assert peak(layers, lambda: layers(given)) == 2 * wide
    assert peak(layers, lambda: layers(empty(100, 10, dtype=torch.float32))) == narrow + 2 * wide
