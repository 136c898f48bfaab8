import os
from importlib import util
from pathlib import Path

import pytest

from photoplay.engines.choose import EngineName, capabilities_of, choose_engine
from photoplay.engines.diffusion import availability, gpus
from photoplay.engines.diffusion.availability import Diffusion
from photoplay.engines.diffusion.gpus import Gpu
from photoplay.engines.engine import check_asked
from photoplay.errors import EngineUnavailableError, InvalidInputError, WeightsUnavailableError
from tests.engines.diffusion import tiny
from tests.engines.diffusion.conftest import GB, Plug, Use


def refusal() -> str:
    with pytest.raises((EngineUnavailableError, WeightsUnavailableError)) as refused:
        choose_engine(EngineName.DIFFUSION, lambda *_: None)
    return str(refused.value)


class TestWithoutWhatItNeeds:
    def test_the_extra(self, use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
        use()
        found = util.find_spec
        monkeypatch.setattr(
            availability, "find_spec", lambda name: None if name == "cache_dit" else found(name)
        )
        assert refusal() == (
            "The diffusion engine needs libraries that are not installed (cache_dit); run "
            "pip install 'photoplay[diffusion]', or use --engine multiplane, which runs on any CPU."
        )

    def test_a_gpu(self, use: Use) -> None:
        use(device="cuda")
        assert refusal().startswith("The diffusion engine needs an NVIDIA GPU and finds none; use --engine")

    def test_a_torch_for_the_gpu(self, use: Use, plug: Plug, monkeypatch: pytest.MonkeyPatch) -> None:
        use(device="cuda")
        plug(141)
        monkeypatch.setattr(availability, "version", lambda _: "2.13.0+cpu")
        assert "was built without CUDA" in refusal()

    def test_memory(self, use: Use, plug: Plug) -> None:
        use(device="cuda")
        plug(8)
        assert refusal().startswith("The model wan2.2-i2v-a14b needs 15 GB of GPU memory, and there are 8;")

    def test_memory_of_the_computer(self, use: Use, plug: Plug, monkeypatch: pytest.MonkeyPatch) -> None:
        use(device="cuda")
        plug(141)
        monkeypatch.setattr(availability, "computer_memory", lambda: 32 * GB)
        assert "needs 69 GB of the computer's memory while it is loaded, and there are 32;" in refusal()

    def test_gpus(self, use: Use, plug: Plug) -> None:
        use(device="cuda", gpus="2")
        plug(141)
        assert refusal() == "PHOTOPLAY_GPUS asks for 2 GPUs and there are 1; ask for no more."

    def test_memory_of_each_gpu_that_shares(self, use: Use, plug: Plug) -> None:
        use(device="cuda", gpus="2")
        plug(141, 48)
        assert refusal() == (
            "The model wan2.2-i2v-a14b needs 89 GB on each GPU that shares a clip, and one has 48 free; set "
            "PHOTOPLAY_GPUS=1, or choose a smaller model with PHOTOPLAY_FAMILY."
        )

    def test_gpus_that_can_share(self, use: Use, plug: Plug, monkeypatch: pytest.MonkeyPatch) -> None:
        use(device="cuda", gpus="2")
        plug(141)
        parts = (Gpu("MIG-aa", "MIG 4g.96gb", 96 * GB, is_part=True),) * 2
        monkeypatch.setattr(availability, "gpus", lambda: parts)
        assert refusal() == "Parts of a GPU (MIG) cannot share a clip; set PHOTOPLAY_GPUS=1."

    def test_a_model_that_several_can_share(self, use: Use) -> None:
        use(family="ltx", gpus="2")
        assert "cannot share a clip among several GPUs" in refusal()

    def test_a_number_that_shares_evenly(self, use: Use) -> None:
        use(gpus="3")
        assert refusal() == (
            "The model wan2.2-i2v-a14b has 40 attention heads, which 3 GPUs cannot share evenly; set "
            "PHOTOPLAY_GPUS to a number that divides 40."
        )

    def test_weights(self, use: Use, tmp_path: Path) -> None:
        use(weights_dir=tmp_path)
        assert refusal() == (
            f"The weights wan2.2-i2v-a14b are not here: there is no folder {tmp_path / 'wan2.2-i2v-a14b'}. Run "
            "'photoplay weights pull wan2.2-i2v-a14b' (126 GB); it goes on where it stopped."
        )

    def test_the_adapters_of_the_fast_tier(self, use: Use) -> None:
        use(tier="fast")
        assert "photoplay weights pull wan2.2-i2v-a14b-fast" in refusal()

    def test_the_end_of_a_file(self, use: Use, models: Path, tmp_path: Path) -> None:
        name = "wan2.2-i2v-a14b"
        broken = tiny.copy(models / name, tmp_path / name) / "transformer_2"
        file = next(broken.glob("*.safetensors"))
        file.write_bytes(file.read_bytes()[:-100])
        use(weights_dir=tmp_path)
        assert f"{file} is cut short" in refusal()


class TestAuto:
    def test_takes_diffusion_where_all_is_there_and_says_why(self, use: Use, plug: Plug) -> None:
        use(device="cuda")
        plug(141)
        assert capabilities_of(EngineName.AUTO).name == "diffusion"
        engine, notes = choose_engine(EngineName.AUTO, lambda *_: None)
        assert engine.capabilities.name == "diffusion"
        assert notes == (
            "Filmed by the diffusion engine with Wan2.2-I2V-A14B: its weights are here, and NVIDIA H200 has 141 GB.",
        )
        assert choose_engine(EngineName.AUTO, lambda *_: None)[0] is engine

    def test_takes_multiplane_where_a_gpu_is_too_small_and_says_why(self, use: Use, plug: Plug) -> None:
        use(device="cuda")
        plug(8)
        engine, notes = choose_engine(EngineName.AUTO, lambda *_: None)
        assert engine.capabilities.name == "multiplane"
        assert notes[0].startswith("Filmed by the multiplane engine: The model wan2.2-i2v-a14b needs 15 GB")

    def test_says_nothing_where_nobody_would_expect_a_model(self, use: Use, tmp_path: Path) -> None:
        use(device="cuda", weights_dir=tmp_path)
        engine, notes = choose_engine(EngineName.AUTO, lambda *_: None)
        assert engine.capabilities.name == "multiplane"
        assert not any("Filmed by" in note for note in notes)

    def test_a_video_server_comes_first(self, use: Use) -> None:
        use(video_server="http://127.0.0.1:30010")
        assert capabilities_of(EngineName.AUTO).name == "remote"


class TestWhatAFamilyCannot:
    @pytest.mark.parametrize(
        ("family", "tier", "asked", "sentence"),
        [
            (
                "wan2.2-ti2v-5b",
                "exact",
                {"end_image": True},
                "end_image cannot be arrived at by the model wan2.2-ti2v-5b in its exact tier; leave it out or use "
                "another.",
            ),
            (
                "ltx",
                "fast",
                {"negative_prompt": "rain"},
                "negative_prompt is not read by the model ltx in its fast tier; leave it out or use another.",
            ),
        ],
    )
    def test_is_refused(
        self, use: Use, family: str, tier: str, asked: dict[str, object], sentence: str
    ) -> None:
        use(family=family, tier=tier)
        capabilities = capabilities_of(EngineName.DIFFUSION)
        with pytest.raises(InvalidInputError) as refused:
            check_asked(capabilities, **{"end_image": False, "negative_prompt": "", **asked})  # type: ignore[arg-type]
        assert str(refused.value) == sentence

    def test_is_refused_as_a_tier(self, use: Use) -> None:
        use(family="wan2.2-ti2v-5b", tier="fast")
        with pytest.raises(
            InvalidInputError, match=r"^tier must be 'standard' or 'exact' with wan2.2-ti2v-5b"
        ):
            capabilities_of(EngineName.DIFFUSION)

    def test_a_family_that_nobody_knows(self, use: Use) -> None:
        use(family="sora")
        with pytest.raises(InvalidInputError, match=r"PHOTOPLAY_FAMILY must be 'ltx' or .*; 'sora' is not"):
            Diffusion.of(None)


class TestMemory:
    def test_the_computer_tells_it(self) -> None:
        there = availability.computer_memory()
        assert there is not None
        assert there > GB // 2

    @pytest.mark.parametrize(("limit", "there"), [("1000\n", 1000), ("max\n", None), (str(1 << 62), None)])
    def test_a_container_may_have_less(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, limit: str, there: int | None
    ) -> None:
        whole = availability.computer_memory()
        monkeypatch.setattr(availability, "LIMIT", tmp_path / "memory.max")
        availability.LIMIT.write_text(limit)
        assert availability.computer_memory() == (there or whole)

    def test_each_process_of_each_worker_loads_the_model(self, use: Use, plug: Plug) -> None:
        use(device="cuda")
        plug(141, 141)
        Diffusion.of(None).check()
        with pytest.raises(EngineUnavailableError) as refused:
            Diffusion.of(None).check(workers=2)
        assert str(refused.value) == (
            "The model wan2.2-i2v-a14b needs 138 GB of the computer's memory while it is loaded by 2 processes, and "
            "there are 128; have fewer with PHOTOPLAY_WORKERS or PHOTOPLAY_GPUS, choose a smaller one with "
            "PHOTOPLAY_FAMILY, or use --engine multiplane, which runs on any CPU."
        )


class TestGpus:
    TABLE = "0, GPU-aa, NVIDIA A, 1000\n1, GPU-bb, NVIDIA B, 2000\nnonsense\n"
    LISTING = "GPU 0: NVIDIA A (UUID: GPU-aa)\nGPU 1: NVIDIA B (UUID: GPU-bb)\n"
    PARTED = LISTING + (
        "  MIG 3g.40gb     Device  0: (UUID: MIG-cc)\n  MIG 1c.1g.10gb+me Device 1: (UUID: MIG-GPU-bb/2/0)\n"
    )

    def test_all_are_used_where_nothing_says_which(self) -> None:
        assert [gpu.id for gpu in gpus.visible(self.TABLE, self.LISTING, None)] == ["GPU-aa", "GPU-bb"]

    def test_a_gpu_that_is_parted_is_its_parts(self) -> None:
        whole, *parts = gpus.visible(self.TABLE, self.PARTED, None)
        assert (whole.id, whole.is_part) == ("GPU-aa", False)
        assert parts == [
            Gpu("MIG-cc", "MIG 3g.40gb", 40 * GB, is_part=True),
            Gpu("MIG-GPU-bb/2/0", "MIG 1c.1g.10gb+me", 10 * GB, is_part=True),
        ]

    @pytest.mark.parametrize(
        ("allowed", "ids"),
        [
            ("1", ["GPU-bb"]),
            ("GPU-b,0", ["GPU-bb", "GPU-aa"]),
            ("", []),
            ("7", []),
        ],
    )
    def test_those_that_are_allowed(self, allowed: str, ids: list[str]) -> None:
        assert [gpu.id for gpu in gpus.visible(self.TABLE, self.LISTING, allowed)] == ids

    def test_a_part_that_is_allowed(self) -> None:
        assert [gpu.id for gpu in gpus.visible(self.TABLE, self.PARTED, "MIG-cc")] == ["MIG-cc"]

    def test_each_worker_has_its_own(self, plug: Plug) -> None:
        plug(80, 80, 80)
        shares = [gpus.share_of(worker, 2) for worker in range(2)]
        assert shares == [{"CUDA_VISIBLE_DEVICES": "GPU-0000,GPU-0001"}, {}]

    def test_an_engine_has_those_that_were_checked(self, use: Use, plug: Plug) -> None:
        use(device="cuda")
        plug(141, 141)
        choose_engine(EngineName.DIFFUSION, lambda *_: None)
        assert os.environ["CUDA_VISIBLE_DEVICES"] == "GPU-0000"

    def test_no_driver_no_gpus(self, plug: Plug, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        plug(80)
        (tmp_path / "nvidia-smi").unlink()
        monkeypatch.setenv("PATH", str(tmp_path))
        assert gpus.gpus() == ()
