"""Identities and invitations: ../invitation.md."""

import base64
import re
from collections.abc import Iterator
from typing import NamedTuple

from . import blobs, formats, kem
from .formats import Value
from .notation import HKDF, Draw, Refused, Sign, Verify, day, dh_public, require, sign_public

MARK = 'nucleus-invitation:'
# Mail programs break and quote lines.
BREAK, MOST_RUNS = r'[\s>]*', 300


class Identity(NamedTuple):
    """The two secrets of an identity, and what others see of it."""

    sign: bytes
    agree: bytes
    public: Value


class Prekeys(NamedTuple):
    prekey: bytes
    kem: bytes
    envelope_key: bytes


def create_identity(draw: Draw) -> Identity:
    sign, agree = draw(32), draw(32)
    shown = dh_public(agree)
    binding = Sign(sign, 'nucleus/identity/1', shown)
    return Identity(sign, agree, {'sign': sign_public(sign), 'agree': shown, 'binding': binding})


def check_identity(identity: Value) -> None:
    Verify(identity['sign'], 'nucleus/identity/1', identity['agree'], identity['binding'])


def create(inviter: Identity, terms: Value, draw: Draw) -> tuple[bytes, Prekeys]:
    """An encoded invitation; `terms` are presentation, services, createdAt and expiryDay."""
    keys = Prekeys(draw(32), draw(64), draw(32))
    statement = terms | {
        'inviter': inviter.public,
        'prekey': dh_public(keys.prekey),
        'kemPrekey': kem.public(keys.kem),
        'envelopeKey': keys.envelope_key,
    }
    signature = Sign(inviter.sign, 'nucleus/invitation/1', formats.encode('invitationStatement', statement))
    return formats.encode('invitation', statement | {'signature': signature}), keys


def check(encoded: bytes, now: int) -> Value:
    invitation = formats.decode('invitation', encoded)
    check_identity(invitation['inviter'])
    statement = formats.encode('invitationStatement', invitation)
    Verify(invitation['inviter']['sign'], 'nucleus/invitation/1', statement, invitation['signature'])
    require(day(now) <= invitation['expiryDay'] + 1, 'invitation: expired')
    return invitation


def safety_number(one: Value, other: Value) -> str:
    def half(identity: Value) -> list[str]:
        grown = HKDF(formats.encode('identity', identity), b'', b'nucleus/safety-number/1', 48)
        return [f'{int.from_bytes(grown[at : at + 8], "big") % 100_000:05}' for at in range(0, 48, 8)]

    first, second = sorted([one, other], key=lambda identity: identity['sign'])
    return ' '.join(half(first) + half(second))


def bundle(encoded: bytes, draw: Draw) -> blobs.Blob:
    """The blob that a link or a QR code leads to."""
    blob = blobs.seal(encoded, draw)
    require(blob.byte_count == blobs.SMALLEST, 'invitation: larger than the smallest blob')
    return blob


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip('=')


def from_base64url(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + '=' * (-len(text) % 4))
    require(base64url(data) == text, 'base64url: not canonical')
    return data


def written(encoded: bytes) -> str:
    return MARK + base64url(encoded)


def link(origin: str, locator: Value) -> str:
    return f'{origin}/invitation#{base64url(formats.encode("invitationLocator", locator))}'


def read_text(text: str) -> tuple[str, bytes, Value]:
    """('invitation' or 'invitationLocator', its bytes, its value) of the first that a text holds."""
    for mark, name in ((MARK, 'invitation'), ('#', 'invitationLocator')):
        for found in re.finditer(BREAK.join(map(re.escape, mark)), text):
            for data in _behind(text, found.end()):
                try:
                    return name, data, formats.decode(name, data)
                except Refused:
                    continue
    raise Refused('no invitation in this text')


def _behind(text: str, at: int) -> Iterator[bytes]:
    """What may stand behind a mark: the first run of characters, the first two joined, and so on."""
    run = ''
    for _ in range(MOST_RUNS):
        piece = re.compile(BREAK + r'([A-Za-z0-9_-]+)').match(text, at)
        if not piece:
            return
        run, at = run + piece[1], piece.end()
        try:
            yield from_base64url(run)
        except (Refused, ValueError):
            continue
