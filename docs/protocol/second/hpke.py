"""HPKE of ../README.md: RFC 9180 base mode, single shot, ChaCha20-Poly1305, over X25519 or X-Wing."""

from hashlib import sha3_256, shake_256
from typing import NamedTuple

import nacl.bindings as sodium

from . import kem
from .notation import DH, Draw, Expand, Extract, Refused, dh_public, require, u16


class Sealer(NamedTuple):
    """One KEM: how to encapsulate to a public key, and to find the shared secret again."""

    name: bytes
    enc_bytes: int


X25519 = Sealer(u16(0x0020), 32)
XWING = Sealer(u16(0x647A), 1120)
XWING_LABEL = b'\\.//^\\'


def _labeled_extract(suite: bytes, salt: bytes, label: bytes, ikm: bytes) -> bytes:
    return Extract(salt, b'HPKE-v1' + suite + label + ikm)


def _labeled_expand(suite: bytes, key: bytes, label: bytes, info: bytes, n: int) -> bytes:
    return Expand(key, u16(n) + b'HPKE-v1' + suite + label + info, n)


# DHKEM(X25519, HKDF-SHA256), RFC 9180 section 4.1


def _dh_shared(dh: bytes, enc: bytes, public: bytes) -> bytes:
    suite = b'KEM' + X25519.name
    return _labeled_expand(suite, _labeled_extract(suite, b'', b'eae_prk', dh), b'shared_secret', enc + public, 32)


# X-Wing


def _xwing_secrets(seed: bytes) -> tuple[bytes, bytes]:
    expanded = shake_256(seed).digest(96)
    return expanded[:64], expanded[64:]


def xwing_public(seed: bytes) -> bytes:
    m, x = _xwing_secrets(seed)
    return kem.public(m) + dh_public(x)


def _combine(ss_m: bytes, ss_x: bytes, ct_x: bytes, pk_x: bytes) -> bytes:
    return sha3_256(ss_m + ss_x + ct_x + pk_x + XWING_LABEL).digest()


def encapsulate(which: Sealer, public: bytes, draw: Draw) -> tuple[bytes, bytes]:
    if which is X25519:
        ephemeral = draw(32)
        enc = dh_public(ephemeral)
        return enc, _dh_shared(DH(ephemeral, public), enc, public)
    drawn = draw(64)
    ct_m, ss_m = kem.encapsulate(public[:1184], lambda _: drawn[:32])
    ct_x = dh_public(drawn[32:])
    return ct_m + ct_x, _combine(ss_m, DH(drawn[32:], public[1184:]), ct_x, public[1184:])


def decapsulate(which: Sealer, secret: bytes, enc: bytes) -> bytes:
    if which is X25519:
        return _dh_shared(DH(secret, enc), enc, dh_public(secret))
    m, x = _xwing_secrets(secret)
    return _combine(kem.decapsulate(m, enc[:1088]), DH(x, enc[1088:]), enc[1088:], dh_public(x))


def _key_and_nonce(which: Sealer, shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    suite = b'HPKE' + which.name + u16(1) + u16(3)
    context = (
        b'\0' + _labeled_extract(suite, b'', b'psk_id_hash', b'') + _labeled_extract(suite, b'', b'info_hash', info)
    )
    secret = _labeled_extract(suite, shared, b'secret', b'')
    return _labeled_expand(suite, secret, b'key', context, 32), _labeled_expand(
        suite, secret, b'base_nonce', context, 12
    )


def seal(which: Sealer, public: bytes, info: bytes, aad: bytes, m: bytes, draw: Draw) -> bytes:
    enc, shared = encapsulate(which, public, draw)
    key, nonce = _key_and_nonce(which, shared, info)
    return enc + sodium.crypto_aead_chacha20poly1305_ietf_encrypt(m, aad, nonce, key)


def open_sealed(which: Sealer, secret: bytes, info: bytes, aad: bytes, sealed: bytes) -> bytes:
    enc, ciphertext = sealed[: which.enc_bytes], sealed[which.enc_bytes :]
    require(len(ciphertext) >= 16, 'HPKE: length')
    key, nonce = _key_and_nonce(which, decapsulate(which, secret, enc), info)
    try:
        return sodium.crypto_aead_chacha20poly1305_ietf_decrypt(ciphertext, aad, nonce, key)
    except Exception:
        raise Refused('HPKE') from None
