"""Envelopes and message bodies: ../envelope.md."""

from typing import Literal, NamedTuple

from . import formats, handshake, ratchet
from .formats import Value
from .invitation import Identity, Prekeys
from .notation import Draw, Open, Pad, Refused, Seal, require, unpad

FIRST = b'nucleus/first-envelope/1'
HANDSHAKE, SEALED, RATCHET = 1_282, 40, 100
SIZES = {'small': 4_096, 'large': 16_384}
MOST_TEXT = {'small': 1_500, 'large': 13_700}
Size = Literal['small', 'large']


def size_of(items: list[Value]) -> Size:
    """The class follows the text alone."""
    text = sum(len(item['value']['text'].encode()) for item in items if item.get('kind') == 'text')
    require(text <= MOST_TEXT['large'], 'text: goes as a blob')
    return 'small' if text <= MOST_TEXT['small'] else 'large'


def body(items: list[Value], clock: int, sent_at: int, id: bytes) -> bytes:
    return formats.encode('messageBody', {'id': id, 'clock': clock, 'sentAt': sent_at, 'items': items})


class First(NamedTuple):
    """What stands around every envelope of an acceptor until the inviter's first reply has been read."""

    envelope_key: bytes
    handshake: bytes


def seal_later(state: ratchet.State, plain: bytes, size: Size, draw: Draw) -> tuple[ratchet.State, bytes]:
    # Also a later envelope has no more room than a first one.
    require(len(plain) <= SIZES[size] - RATCHET - HANDSHAKE - SEALED - 2, 'body: no room')
    return ratchet.encrypt(state, Pad(plain, SIZES[size] - RATCHET), draw)


def seal_first(state: ratchet.State, first: First, plain: bytes, size: Size, draw: Draw) -> tuple[ratchet.State, bytes]:
    padded = Pad(plain, SIZES[size] - RATCHET - HANDSHAKE - SEALED)
    state, message = ratchet.encrypt(state, padded, draw)
    return state, Seal(first.envelope_key, first.handshake + message, FIRST, draw)


class Read(NamedTuple):
    state: ratchet.State
    body: Value | None
    """None for a message that says nothing intelligible; its key is spent all the same."""
    late: bool


def open_message(state: ratchet.State, message: bytes, draw: Draw) -> Read:
    opened = ratchet.decrypt(state, message, draw)
    try:
        body = formats.decode('messageBody', unpad(opened.plaintext))
    except Refused:
        body = None
    return Read(opened.state, body, opened.late)


def open_later(state: ratchet.State, envelope: bytes, draw: Draw) -> Read:
    require(len(envelope) in SIZES.values(), 'envelope: size')
    return open_message(state, envelope, draw)


def split_first(envelope_key: bytes, envelope: bytes) -> tuple[bytes, bytes]:
    """The handshake and the ratchet message of a first envelope."""
    require(len(envelope) in SIZES.values(), 'envelope: size')
    inside = Open(envelope_key, envelope, FIRST)
    return inside[:HANDSHAKE], inside[HANDSHAKE:]


def open_first(envelope: bytes, digest: bytes, own: Identity, keys: Prekeys, draw: Draw) -> tuple[Value, Read]:
    """The inviter's side of the first envelope of an acceptor: the acceptor's identity, and what it wrote."""
    shake, message = split_first(keys.envelope_key, envelope)
    agreed = handshake.receive(shake, digest, own, keys)
    state = ratchet.start_inviter(agreed.secret, agreed.associated_data, keys.prekey)
    return formats.decode('handshake', shake)['acceptor'], open_message(state, message, draw)
