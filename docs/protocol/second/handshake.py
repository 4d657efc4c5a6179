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


def _agree(digest: bytes, acceptor: Value, secrets: list[bytes]) -> Agreed:
    ikm = b'\xff' * 32 + b''.join(secrets)
    associated_data = H(INFO + digest + formats.encode('identity', acceptor))
    return Agreed(HKDF(ikm, bytes(32), INFO, 32), associated_data)


def accept(encoded: bytes, own: Identity, now: int, draw: Draw) -> tuple[bytes, Agreed]:
    """The acceptor's half: the encoded handshake, and what both agree on."""
    theirs, digest = invitation.check(encoded, now), H(encoded)
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
    return formats.encode('handshake', handshake), _agree(digest, own.public, [*dh, ss])


def receive(encoded: bytes, digest: bytes, own: Identity, keys: Prekeys) -> Agreed:
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
    return _agree(digest, acceptor, [*dh, kem.decapsulate(keys.kem, handshake['kemCiphertext'])])
