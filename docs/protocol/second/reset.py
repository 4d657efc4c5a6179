"""Shaking hands anew in a relationship: ../reset.md."""

from . import formats, handshake, kem
from .formats import Value
from .handshake import Agreed
from .invitation import Identity, Prekeys
from .notation import DH, HKDF, Draw, H, Open, Pad, Refused, Seal, Sign, Verify, dh_public, require, unpad

INFO = b'Nucleus_CURVE25519_SHA-256_ML-KEM-768/reset/1'
ENVELOPE = b'nucleus/reset-envelope/1'
SIZE, SEALED = 4_096, 40
AHEAD = 86_400_000


def reset_key(first: Agreed) -> bytes:
    """Of the handshake that began the relationship."""
    return HKDF(first.secret, first.associated_data, b'nucleus/reset-key/1', 32)


def classic_reset_key(own: Identity, theirs: Value) -> bytes:
    """Of a relationship whose first secret was not kept."""
    both = sorted([own.public, theirs], key=lambda identity: identity['sign'])
    salt = H(b''.join(formats.encode('identity', identity) for identity in both))
    return HKDF(DH(own.agree, theirs['agree']), salt, b'nucleus/reset-key-classic/1', 32)


def create(own: Identity, theirs: Value, terms: Value, draw: Draw) -> tuple[bytes, Prekeys]:
    """An encoded reset; `terms` are clock, addresses and longTerm."""
    keys = Prekeys(draw(32), draw(64), draw(32))
    statement = terms | {
        'from': own.public,
        'to': theirs,
        'prekey': dh_public(keys.prekey),
        'kemPrekey': kem.public(keys.kem),
        'envelopeKey': keys.envelope_key,
    }
    signature = Sign(own.sign, 'nucleus/reset/1', formats.encode('resetStatement', statement))
    return formats.encode('reset', statement | {'signature': signature}), keys


def seal(key: bytes, encoded: bytes, draw: Draw) -> bytes:
    return Seal(key, Pad(encoded, SIZE - SEALED), ENVELOPE, draw)


def open_reset(key: bytes, own: Identity, theirs: Value, envelope: bytes) -> tuple[bytes, Value]:
    """The encoded reset and its value, if it is of that correspondent and for this end."""
    require(len(envelope) == SIZE, 'reset: size')
    encoded = unpad(Open(key, envelope, ENVELOPE))
    reset = formats.decode('reset', encoded)
    require(reset['from'] == theirs and reset['to'] == own.public, 'reset: of others')
    Verify(theirs['sign'], 'nucleus/reset/1', formats.encode('resetStatement', reset), reset['signature'])
    return encoded, reset


def is_before(one: tuple[int, bytes], other: tuple[int, bytes]) -> bool:
    """The order of all resets of a relationship: clock, then digest."""
    return one < other


def answer(encoded: bytes, key: bytes, own: Identity, theirs: Value, draw: Draw) -> tuple[bytes, Agreed]:
    """The answering end's half: the encoded handshake, and what both agree on."""
    reset = formats.decode('reset', encoded)
    return handshake.shake(reset | {'inviter': theirs}, H(encoded), own, draw, handshake.Use(INFO, key))


def conclude(encoded: bytes, digest: bytes, key: bytes, own: Identity, theirs: Value, keys: Prekeys) -> Agreed:
    """The half of the end that reset."""
    if formats.decode('handshake', encoded)['acceptor'] != theirs:
        raise Refused('reset: answered by somebody else')
    return handshake.receive(encoded, digest, own, keys, handshake.Use(INFO, key))
