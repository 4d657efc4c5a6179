"""Notation of ../README.md: hashes, keys, seals and padding. Times are milliseconds, days whole days since the epoch.
Whatever does not hold raises `Refused`."""

import hashlib
import hmac
from collections.abc import Callable

import nacl.bindings as sodium
from nacl.exceptions import BadSignatureError

Draw = Callable[[int], bytes]
"""Where random bytes come from: `os.urandom`, or a list of the vectors."""


class Refused(Exception):
    """What was read is not to be used. The text names the rule and holds none of the input."""


def require(holds: bool, rule: str) -> None:
    if not holds:
        raise Refused(rule)


def u8(n: int) -> bytes:
    return n.to_bytes(1, 'big')


def u16(n: int) -> bytes:
    return n.to_bytes(2, 'big')


def u32(n: int) -> bytes:
    return n.to_bytes(4, 'big')


def H(m: bytes) -> bytes:
    return hashlib.sha256(m).digest()


def HMAC(key: bytes, m: bytes) -> bytes:
    return hmac.new(key, m, 'sha256').digest()


Extract = HMAC  # RFC 5869 section 2.2: the salt is the key


def Expand(key: bytes, info: bytes, n: int) -> bytes:
    out, block = b'', b''
    while len(out) < n:
        block = HMAC(key, block + info + u8(len(out) // 32 + 1))
        out += block
    return out[:n]


def HKDF(ikm: bytes, salt: bytes, info: bytes, n: int) -> bytes:
    return Expand(Extract(salt, ikm), info, n)


def DH(secret: bytes, public: bytes) -> bytes:
    try:
        return sodium.crypto_scalarmult(secret, public)
    except RuntimeError:  # libsodium refuses the all-zero result
        raise Refused('DH: all zero') from None


def dh_public(secret: bytes) -> bytes:
    return sodium.crypto_scalarmult_base(secret)


def sign_public(seed: bytes) -> bytes:
    return sodium.crypto_sign_seed_keypair(seed)[0]


def Sign(seed: bytes, context: str, m: bytes) -> bytes:
    secret = sodium.crypto_sign_seed_keypair(seed)[1]
    return sodium.crypto_sign(context.encode() + b'\0' + m, secret)[:64]


def ed25519_holds(key: bytes, m: bytes, signature: bytes) -> bool:
    """libsodium's check is the strict one: it refuses small orders and encodings that are not reduced."""
    try:
        sodium.crypto_sign_open(signature + m, key)
        return True
    except (BadSignatureError, ValueError):
        return False


def Verify(key: bytes, context: str, m: bytes, signature: bytes) -> None:
    holds = len(signature) == 64 and ed25519_holds(key, context.encode() + b'\0' + m, signature)
    require(holds, f'signature: {context}')


def aead_seal(key: bytes, nonce: bytes, m: bytes, aad: bytes) -> bytes:
    return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(m, aad, nonce, key)


def aead_open(key: bytes, nonce: bytes, c: bytes, aad: bytes) -> bytes:
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(c, aad, nonce, key)
    except Exception:
        raise Refused('seal') from None


def Seal(key: bytes, m: bytes, aad: bytes, draw: Draw) -> bytes:
    nonce = draw(24)
    return nonce + aead_seal(key, nonce, m, aad)


def Open(key: bytes, sealed: bytes, aad: bytes) -> bytes:
    require(len(sealed) >= 40, 'seal')
    return aead_open(key, sealed[:24], sealed[24:], aad)


def Pad(m: bytes, n: int) -> bytes:
    require(len(m) + 2 <= n, 'pad: no room')
    return u16(len(m)) + m + bytes(n - 2 - len(m))


def unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:2], 'big')
    require(len(padded) >= 2 + length and not any(padded[2 + length :]), 'pad')
    return padded[2 : 2 + length]


def day(ms: int) -> int:
    return ms // 86_400_000
