"""What the manifest says of one network's weights: where they come from, how they are recognised."""

from dataclasses import dataclass
from typing import Literal


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
