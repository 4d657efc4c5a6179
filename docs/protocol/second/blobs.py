"""Blobs: ../blobs.md. Content is sealed in parts, each of which can be checked alone."""

from typing import NamedTuple

from .notation import Draw, H, aead_open, aead_seal, require, u32

PART, PLAIN = 262_144, 262_128
AAD = b'nucleus/blob/1'
SMALLEST = 16_384


class Blob(NamedTuple):
    id: bytes
    key: bytes
    byte_count: int
    parts: list[bytes]

    @property
    def digests(self) -> bytes:
        return b''.join(map(H, self.parts))

    @property
    def digest(self) -> bytes:
        return H(self.digests)


def part_count(byte_count: int) -> int:
    return -(-byte_count // PART)


def padme(x: int) -> int:
    e = x.bit_length() - 1
    step = 1 << (e - e.bit_length())
    return -(-x // step) * step


def size_class(n: int) -> int:
    """`byteCount` of a blob with n bytes of content: the smallest class whose stream has room for them."""
    c = SMALLEST
    while c - 16 * part_count(c) < 4 + n:
        c = padme(c + 1)
    return c


def _nonce(k: int, count: int) -> bytes:
    return bytes(19) + u32(k) + bytes([k == count - 1])


def seal(content: bytes, draw: Draw) -> Blob:
    key, id = draw(32), draw(16)
    byte_count = size_class(len(content))
    count = part_count(byte_count)
    stream = (u32(len(content)) + content).ljust(byte_count - 16 * count, b'\0')
    plain = [stream[k * PLAIN : (k + 1) * PLAIN] for k in range(count)]
    return Blob(id, key, byte_count, [aead_seal(key, _nonce(k, count), p, AAD) for k, p in enumerate(plain)])


def open_parts(
    key: bytes, digest: bytes, byte_count: int, digests: bytes, parts: list[bytes], length: int | None = None
) -> bytes:
    """The content, after every check of the page in its order. Of a blob of one part `digests` follows from it.
    `length` is what a message says of it."""
    count = part_count(byte_count)
    if count == 1:
        digests = H(parts[0])
    require(H(digests) == digest and len(parts) == count, 'blob: digests')
    stream = b''
    for k, part in enumerate(parts):
        require(H(part) == digests[32 * k : 32 * k + 32], 'blob: part')
        stream += aead_open(key, _nonce(k, count), part, AAD)
    n = int.from_bytes(stream[:4], 'big')
    require(4 + n <= len(stream) and size_class(n) == byte_count and length in (None, n), 'blob: length')
    require(not any(stream[4 + n :]), 'blob: padding')
    return stream[4 : 4 + n]
