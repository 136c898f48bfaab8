"""Files inside Qt's binary resource containers (`.rcc`)."""

import struct
import zlib
from collections.abc import Iterator

MAGIC = b"qres"
COMPRESSED, FOLDER, ZSTANDARD = 1, 2, 4


def read(container: bytes, path: str) -> bytes:
    """Return the file at `path`, its folders parted by `/`.

    The format is what Qt's compiler `rcc` writes (qtbase, src/tools/rcc/rcc.cpp) and QResource reads, all of it
    big-endian: a header with the offsets of tree, data and names; a tree of nodes of equal size, the root first and
    the children of a folder side by side; names as a length, a hash and UTF-16; data as a length and bytes, which may
    be compressed by zlib behind the length they have unpacked.

    Raises:
        ValueError: this is no such container, has no such file, or keeps it in a way that is not read here.
    """
    if container[:4] != MAGIC:
        raise ValueError("this is not a Qt resource container")
    version, tree, data, names = struct.unpack_from(">4I", container, 4)
    size = 14 if version == 1 else 22
    node = tree
    for part in path.split("/"):
        children = _children(container, node, tree, size)
        found = [child for child in children if _name(container, child, names) == part]
        if not found:
            raise ValueError(f"the Qt resource container has no file {path}")
        node = found[0]
    return _content(container, node, data, path)


def _children(container: bytes, node: int, tree: int, size: int) -> Iterator[int]:
    flags, count, first = struct.unpack_from(">HII", container, node + 4)
    for index in range(first, first + count) if flags & FOLDER else ():
        yield tree + index * size


def _name(container: bytes, node: int, names: int) -> str:
    (offset,) = struct.unpack_from(">I", container, node)
    (length,) = struct.unpack_from(">H", container, names + offset)
    start = names + offset + 6
    return container[start : start + 2 * length].decode("utf-16-be")


def _content(container: bytes, node: int, data: int, path: str) -> bytes:
    flags, offset = struct.unpack_from(">H4xI", container, node + 4)
    if flags & (FOLDER | ZSTANDARD):
        raise ValueError(f"{path} in the Qt resource container is a folder or compressed by Zstandard")
    (length,) = struct.unpack_from(">I", container, data + offset)
    start = data + offset + 4
    content = container[start : start + length]
    return zlib.decompress(content[4:]) if flags & COMPRESSED else content
