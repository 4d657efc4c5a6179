"""PQXDH: ../handshake.md. Both ends come to the same SK and AD, or the first message does not open."""

from typing import NamedTuple

from . import formats, invitation, kem
from .formats import Value
from .invitation import Identity, Prekeys
from .notation import DH, HKDF, Draw, H, dh_public, require

INFO = b'Nucleus_CURVE25519_SHA-256_ML-KEM-768/1'


class Agreed(NamedTuple):
    secret: bytes
    associated_data: bytes


class Use(NamedTuple):
    """Of an invitation, or of a reset (../reset.md): its label, and what both ends have in common beside the keys."""

    info: bytes = INFO
    common: bytes = b''


def _agree(digest: bytes, acceptor: Value, secrets: list[bytes], use: Use) -> Agreed:
    ikm = b'\xff' * 32 + b''.join(secrets) + use.common
    associated_data = H(use.info + digest + formats.encode('identity', acceptor))
    return Agreed(HKDF(ikm, bytes(32), use.info, 32), associated_data)


def accept(encoded: bytes, own: Identity, now: int, draw: Draw) -> tuple[bytes, Agreed]:
    """The acceptor's half: the encoded handshake, and what both agree on."""
    return shake(invitation.check(encoded, now), H(encoded), own, draw, Use())


def shake(theirs: Value, digest: bytes, own: Identity, draw: Draw, use: Use) -> tuple[bytes, Agreed]:
    ephemeral = draw(32)
    ciphertext, ss = kem.encapsulate(theirs['kemPrekey'], draw)
    dh = [
        DH(own.agree, theirs['prekey']),
        DH(ephemeral, theirs['inviter']['agree']),
        DH(ephemeral, theirs['prekey']),
    ]
    handshake = {
        'invitation': digest,
        'acceptor': own.public,
        'ephemeral': dh_public(ephemeral),
        'kemCiphertext': ciphertext,
    }
    return formats.encode('handshake', handshake), _agree(digest, own.public, [*dh, ss], use)


def receive(encoded: bytes, digest: bytes, own: Identity, keys: Prekeys, use: Use = Use()) -> Agreed:
    """The inviter's half. `digest` is that of the invitation on whose address the handshake came."""
    handshake = formats.decode('handshake', encoded)
    require(handshake['invitation'] == digest, 'handshake: another invitation')
    acceptor = handshake['acceptor']
    invitation.check_identity(acceptor)
    dh = [
        DH(keys.prekey, acceptor['agree']),
        DH(own.agree, handshake['ephemeral']),
        DH(keys.prekey, handshake['ephemeral']),
    ]
    return _agree(digest, acceptor, [*dh, kem.decapsulate(keys.kem, handshake['kemCiphertext'])], use)
