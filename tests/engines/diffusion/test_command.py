"""The command, and what holds with and without the extra."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.calls import Run, film
from tests.cli.conftest import folder, run
from tests.engines.diffusion.conftest import Plug, Use

assert folder
assert run

WITHOUT = """
import sys
for name in ("torch", "diffusers", "transformers", "accelerate", "cache_dit", "torchao", "peft"):
    sys.modules[name] = None
sys.argv = ["photoplay", *sys.argv[1:]]
from photoplay.cli.main import main
main()
"""


def test_the_command_films_with_a_model_and_a_tier(use: Use, run: Run, folder: Path) -> None:
    use()
    code, out, err = run(
        *film("photo.jpg", "--engine", "diffusion", "--tier", "exact", "--fps", "12", "--resolution", "360p")
    )
    assert code == 0, err
    assert re.match(r"clip\.mp4: 5 s, 140 x 88, 60 frames", out)
    assert (folder / "clip.mp4").exists()


def test_what_the_model_cannot_is_one_sentence(use: Use, run: Run, folder: Path) -> None:
    use(family="wan2.2-ti2v-5b")
    options = ("--engine", "diffusion", "--end-image", "photo.jpg")
    assert run(*film("photo.jpg", *options)) == (
        2,
        "",
        "Error: end_image cannot be arrived at by the model wan2.2-ti2v-5b in its standard tier; leave it out or use "
        "another.\n",
    )
    assert not (folder / "clip.mp4").exists()


def test_a_service_that_could_not_film_does_not_start(use: Use, run: Run) -> None:
    use(engine="diffusion", device="cuda")
    code, out, err = run("serve")
    assert (code, out) == (2, "")
    assert err.startswith("Error: The diffusion engine needs an NVIDIA GPU and finds none")


def test_a_service_with_more_workers_than_gpus_does_not_start(use: Use, plug: Plug, run: Run) -> None:
    use(engine="diffusion", device="cuda", workers="2")
    plug(141)
    assert run("serve") == (
        2,
        "",
        "Error: PHOTOPLAY_WORKERS=2, each with PHOTOPLAY_GPUS=1, ask for 2 GPUs and there are 1; ask for no more.\n",
    )


def test_weights_of_models_are_listed_with_their_licences(
    use: Use, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    use()
    monkeypatch.setenv("COLUMNS", "300")
    _, out, _ = run("weights", "list")
    assert re.search(r"wan2\.2-i2v-a14b +video model +126200 +Apache-2\.0 +/", out)
    assert re.search(r"wan2\.2-i2v-a14b-fast +video model +1500 +Apache-2\.0 +no", out)


@pytest.mark.parametrize("module", ["photoplay", "photoplay.cli.main", "photoplay.service.serving"])
def test_nothing_imports_torch_before_it_is_needed(module: str) -> None:
    told = f"import sys, {module}; print(sorted({{'torch', 'diffusers', 'transformers'}} & set(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"


def test_without_the_extra_the_rest_works_and_diffusion_says_what_to_install(
    tmp_path: Path, use: Use
) -> None:
    use(weights_dir=tmp_path)
    listed, refused = (
        subprocess.run(
            [sys.executable, "-c", WITHOUT, *words], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        for words in (["weights", "list"], film("photo.jpg", "--engine", "diffusion"))
    )
    assert "wan2.2-i2v-a14b" in listed.stdout
    assert refused.returncode == 2
    assert refused.stderr.startswith(
        "Error: The diffusion engine needs libraries that are not installed (torch,"
    )
    assert "pip install 'photoplay[diffusion]'" in refused.stderr
