"""RSABSSA-SHA384-PSS-Deterministic (RFC 9474) with 2048 bits, the client's half."""

from hashlib import sha384
from typing import NamedTuple

from .notation import require

EXPONENT, BYTES, HASH = 65_537, 256, 48


class Blinded(NamedTuple):
    inverse: int
    message: bytes


def modulus(published: bytes) -> int:
    """A key has one encoding (RFC 9578 section 6.5), which ends in modulus and exponent 65,537."""
    require(len(published) == 342 and published.endswith(b'\2\3\1\0\1'), 'RSA key')
    return int.from_bytes(published[-5 - BYTES : -5], 'big')


def _mask(seed: bytes, n: int) -> bytes:
    blocks = (sha384(seed + counter.to_bytes(4, 'big')).digest() for counter in range(-(-n // HASH)))
    return b''.join(blocks)[:n]


def _pss(m: bytes, salt: bytes) -> int:
    """EMSA-PSS-ENCODE, RFC 8017 section 9.1.1, for 2,047 bits."""
    h = sha384(bytes(8) + sha384(m).digest() + salt).digest()
    db = (b'\1' + salt).rjust(BYTES - HASH - 1, b'\0')
    masked = bytes(a ^ b for a, b in zip(db, _mask(h, len(db))))
    return int.from_bytes(bytes([masked[0] & 0x7F]) + masked[1:] + h + b'\xbc', 'big')


def blind(n: int, m: bytes, salt: bytes, drawn: bytes) -> Blinded:
    r = int.from_bytes(drawn, 'big') % n
    return Blinded(pow(r, -1, n), (_pss(m, salt) * pow(r, EXPONENT, n) % n).to_bytes(BYTES, 'big'))


def finalize(n: int, m: bytes, salt: bytes, blinded: Blinded, signed: bytes) -> bytes:
    signature = int.from_bytes(signed, 'big') * blinded.inverse % n
    require(pow(signature, EXPONENT, n) == _pss(m, salt), 'blind signature')
    return signature.to_bytes(BYTES, 'big')
