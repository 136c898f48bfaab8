"""Networks published for ncnn, read as ONNX networks and run, against numpy."""

import struct

import numpy as np
import onnxruntime as ort
import pytest

from photoplay.arrays import Floats
from photoplay.sight.ncnn import HALVES, Layer, to_onnx

RANDOM = np.random.default_rng(5)
PICTURE = RANDOM.normal(size=(1, 2, 6, 8)).astype(np.float32)


def run(lines: list[str], weights: bytes, output: str, **inputs: Floats) -> Floats:
    """Return one blob of a graph."""
    text = "\n".join(["7767517", f"{len(lines)} 9", *lines])
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(to_onnx(text, weights, output), options)
    return np.asarray(session.run([output], inputs)[0], np.float32)


def tagged(kernel: Floats, *, halves: bool) -> bytes:
    """Return a kernel's numbers as ncnn writes them, each run of them ending at a multiple of four bytes."""
    numbers = kernel.astype("<f2" if halves else "<f4").tobytes()
    return struct.pack("<I", HALVES if halves else 0) + numbers + b"\0" * (-len(numbers) % 4)


@pytest.mark.parametrize("halves", [True, False])
def test_a_convolution_of_one_pixel_with_a_slope_and_then_another(halves: bool) -> None:
    kernels = [RANDOM.normal(size=size).astype("<f2").astype(np.float32) for size in ((3, 2), (1, 3))]
    bias = np.array([0.1, -0.2, 0.3], np.float32)
    weights = tagged(kernels[0], halves=halves) + bias.tobytes() + tagged(kernels[1], halves=halves)
    found = run(
        [
            "Input a 0 1 a",
            "Convolution one 1 1 a b 0=3 1=1 5=1 6=6 9=2 -23310=1,2.000000e-01",
            "Convolution two 1 1 b c 0=1 1=1 6=3",
        ],
        weights,
        "c",
        a=PICTURE,
    )
    linear = np.einsum("oi,bihw->bohw", kernels[0], PICTURE) + bias[None, :, None, None]
    hidden = np.where(linear > 0, linear, 0.2 * linear)
    assert found == pytest.approx(np.einsum("oi,bihw->bohw", kernels[1], hidden), abs=1e-4)


def test_strides_and_margins_there_and_back() -> None:
    kernel = RANDOM.normal(size=(1, 2, 3, 3)).astype(np.float32)
    found = run(
        ["Input a 0 1 a", "Convolution c 1 1 a b 0=1 1=3 3=2 4=1 6=18"],
        tagged(kernel, halves=False),
        "b",
        a=PICTURE,
    )
    padded = np.pad(PICTURE[0], ((0, 0), (1, 1), (1, 1)))
    wanted = [[(padded[:, y : y + 3, x : x + 3] * kernel[0]).sum() for x in (0, 2, 4, 6)] for y in (0, 2, 4)]
    assert found[0, 0] == pytest.approx(np.array(wanted), abs=1e-4)

    spread = RANDOM.normal(size=(1, 2, 2, 2)).astype(np.float32)
    grown = run(
        ["Input a 0 1 a", "Deconvolution d 1 1 a b 0=1 1=2 3=2 6=8"],
        tagged(spread, halves=False),
        "b",
        a=PICTURE,
    )
    assert grown.shape == (1, 1, 12, 16)
    assert grown[0, 0, 4:6, 6:8] == pytest.approx(
        np.einsum("i,iyx->yx", PICTURE[0, :, 2, 3], spread[0]), abs=1e-4
    )


def test_splits_crops_sums_and_arithmetic() -> None:
    found = run(
        [
            "Input a 0 1 a",
            "Split s 1 3 a b c d",
            "Crop front 1 1 b e -23309=1,0 -23310=1,1 -23311=1,0",
            "Crop rest 1 1 c f -23309=1,1 -23310=1,2147483647 -23311=1,0",
            "BinaryOp less 1 1 e g 0=7 1=1 2=1.000000e+00",
            "Eltwise both 2 1 g f h 0=1 -23301=2,1.000000e+00,4.000000e+00",
            "Concat all 2 1 h d i",
            "BinaryOp half 1 1 i j 0=3 1=1 2=2.000000e+00",
        ],
        b"",
        "j",
        a=PICTURE,
    )
    wanted = np.concatenate([1 - PICTURE[:, :1] + 4 * PICTURE[:, 1:], PICTURE], axis=1) / 2
    assert found == pytest.approx(wanted, abs=1e-5)


def test_resizing_and_shuffling() -> None:
    flat = np.full((1, 4, 3, 5), 2, np.float32) * np.arange(4, dtype=np.float32).reshape(1, 4, 1, 1)
    lines = [
        "Input a 0 1 a",
        "PixelShuffle p 1 1 a b 0=2",
        "Interp i 1 1 b c 0=2 1=5.000000e-01 2=5.000000e-01",
    ]
    assert run(lines, b"", "b", a=flat)[0, 0, :2, :2].tolist() == [[0, 2], [4, 6]]
    assert run(lines, b"", "c", a=flat) == pytest.approx(np.full((1, 1, 3, 5), 3.0))


def test_a_warp_samples_where_the_motion_points_and_repeats_the_edge() -> None:
    motion = np.zeros((1, 2, 6, 8), np.float32)
    motion[:, 0], motion[:, 1] = 2.5, -1
    found = run(["Input a 0 1 a", "Input m 0 1 m", "rife.Warp w 2 1 a m b"], b"", "b", a=PICTURE, m=motion)
    between = (PICTURE[:, :, :-1, 2:-1] + PICTURE[:, :, :-1, 3:]) / 2
    assert found[:, :, 1:, :5] == pytest.approx(between, abs=1e-4)
    assert found[:, :, 0, 7] == pytest.approx(PICTURE[:, :, 0, 7], abs=1e-4)


def test_a_layer_is_read_from_its_line() -> None:
    layer = Layer.parse("Eltwise sum 2 1 x y z 0=1 -23301=2,1.000000e+00,4.0")
    assert (layer.kind, layer.name, layer.inputs, layer.outputs) == ("Eltwise", "sum", ["x", "y"], ["z"])
    assert layer.whole(0) == 1
    assert layer.numbers(1) == [1, 4]
    assert layer.number(7, 0.5) == 0.5


@pytest.mark.parametrize(
    ("text", "weights", "sentence"),
    [
        ("1234\n1 1\nInput a 0 1 a", b"", "not a graph of ncnn"),
        ("7767517\n2 2\nInput a 0 1 a\nSoftmax s 1 1 a b", b"", "an unknown kind, Softmax"),
        ("7767517\n1 1\nInput a 0 1 a", b"0000", "not this graph's"),
        ("7767517\n2 2\nInput a 0 1 a\nConvolution c 1 1 a b 0=1 1=1 6=1", b"\1\2\3\4abcd", "0x4030201"),
    ],
)
def test_what_is_not_known_is_refused(text: str, weights: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        to_onnx(text, weights, "a")
