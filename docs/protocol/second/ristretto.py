"""VOPRF(ristretto255, SHA-512), RFC 9497, the client's half. The group is libsodium's, which PyNaCl brings and does not
name: each operation is a plain call through `ctypes`."""

import ctypes
import ctypes.util
from hashlib import sha512
from typing import NamedTuple

from .notation import Refused, require, u8, u16

_sodium = ctypes.CDLL(ctypes.util.find_library('sodium') or 'libsodium.so.23')
ORDER = 2**252 + 27742317777372353535851937790883648493
CONTEXT = b'OPRFV1-\x01-ristretto255-SHA512'
_NAME = 'crypto_core_ristretto255_'


class Blinded(NamedTuple):
    blind: int
    element: bytes


def _call(name: str, out: int, *given: bytes) -> bytes:
    result = ctypes.create_string_buffer(out)
    if getattr(_sodium, name)(result, *given) != 0:
        raise Refused(f'ristretto255: {name}')
    return result.raw


def _scalar(n: int) -> bytes:
    return n.to_bytes(32, 'little')


def _times(n: int, element: bytes) -> bytes:
    return _call('crypto_scalarmult_ristretto255', 32, _scalar(n), element)


def _base(n: int) -> bytes:
    return _call('crypto_scalarmult_ristretto255_base', 32, _scalar(n))


def _plus(a: bytes, b: bytes) -> bytes:
    return _call(_NAME + 'add', 32, a, b)


def _expand(m: bytes, dst: bytes) -> bytes:
    """64 bytes of expand_message_xmd with SHA-512, RFC 9380 section 5.3.1: one block."""
    dst = dst + u8(len(dst))
    first = sha512(bytes(128) + m + u16(64) + b'\0' + dst).digest()
    return sha512(first + b'\1' + dst).digest()


def _hash_to_scalar(m: bytes) -> int:
    return int.from_bytes(_expand(m, b'HashToScalar-' + CONTEXT), 'little') % ORDER


def _joined(*parts: bytes) -> bytes:
    return b''.join(u16(len(part)) + part for part in parts)


def blind(token_input: bytes, drawn: bytes) -> Blinded:
    """`drawn` are 64 bytes, taken little-endian modulo the order."""
    r = int.from_bytes(drawn, 'little') % ORDER
    element = _call(_NAME + 'from_hash', 32, _expand(token_input, b'HashToGroup-' + CONTEXT))
    return Blinded(r, _times(r, element))


def finalize(token_input: bytes, blinded: Blinded, evaluated: bytes) -> bytes:
    unblinded = _times(pow(blinded.blind, -1, ORDER), evaluated)
    return sha512(_joined(token_input, unblinded) + b'Finalize').digest()


def check_proof(public: bytes, blinded: list[bytes], evaluated: list[bytes], proof: bytes) -> None:
    """One DLEQ proof for all: sections 2.2.1 and 2.2.2."""
    seed = sha512(_joined(public, b'Seed-' + CONTEXT)).digest()
    m = z = None
    for i, (c, d) in enumerate(zip(blinded, evaluated, strict=True)):
        weight = _hash_to_scalar(_joined(seed) + u16(i) + _joined(c, d) + b'Composite')
        m = _times(weight, c) if m is None else _plus(m, _times(weight, c))
        z = _times(weight, d) if z is None else _plus(z, _times(weight, d))
    assert m and z
    challenge, response = (int.from_bytes(part, 'little') for part in (proof[:32], proof[32:]))
    require(len(proof) == 64 and max(challenge, response) < ORDER, 'proof')
    t2 = _plus(_base(response), _times(challenge, public))
    t3 = _plus(_times(response, m), _times(challenge, z))
    require(_hash_to_scalar(_joined(public, m, z, t2, t3) + b'Challenge') == challenge, 'proof')
