"""The little of protobuf's wire format that it takes to extend a serialised ONNX network, or to write a tiny one."""


def field(number: int, payload: bytes) -> bytes:
    """Return a length-delimited field of less than 16 kB."""
    length = len(payload)
    size = bytes([length]) if length < 128 else bytes([length & 127 | 128, length >> 7])
    return bytes([number << 3 | 2]) + size + payload


def value(name: str) -> bytes:
    """Return the description of a network's input or output: `name`, floats of any shape."""
    return field(1, name.encode()) + field(2, field(1, b"\x08\x01"))
