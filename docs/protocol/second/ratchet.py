"""The Double Ratchet with header encryption and post-quantum secrets: ../ratchet.md. State in, state out: an attempt
that fails leaves nothing behind, since every step works on a copy and returns it with what it releases."""

from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from . import formats, kem
from .notation import (
    DH,
    H,
    HKDF,
    HMAC,
    Draw,
    Expand,
    Extract,
    Open,
    Refused,
    Seal,
    aead_open,
    aead_seal,
    dh_public,
    require,
)

HEADER, NONCE = 84, 24
WINDOW, PAST_CHAINS, MOST_MOVED = 1_024, 8, 16_384
OFFER_AFTER_STEPS = 16
Role = Literal['acceptor', 'inviter']
WHOSE_OFFERS: dict[Role, int] = {'acceptor': 1, 'inviter': 0}
"""The parity of the secrets that each end offers."""


class Spent(Refused):
    """The key of this message was used or given up: it came before."""


@dataclass
class Receiving:
    """One chain of theirs. `kept` holds the keys of numbers below `next` that have not come."""

    header_key: bytes
    chain_key: bytes
    next: int = 0
    kept: dict[int, bytes] = field(default_factory=dict)


class Sending(NamedTuple):
    header_key: bytes
    chain_key: bytes
    next: int
    previous: int
    secret: int


class Opened(NamedTuple):
    """A message that was read, and the state after it."""

    state: 'State'
    plaintext: bytes
    late: bool
    """Its key had been skipped: a message that was sent later was read before."""


class Offered(NamedTuple):
    number: int
    seed: bytes
    step: int
    """`steps_since_mixed` when it was sent last."""


class Answered(NamedTuple):
    number: int
    ciphertext: bytes
    secret: bytes


@dataclass
class State:
    role: Role
    ad: bytes
    root: bytes
    own: bytes
    next_sending_header: bytes
    next_receiving_header: bytes
    sending: Sending | None = None
    receiving: Receiving | None = None
    past: list[Receiving] = field(default_factory=list)
    mixed: int = 0
    steps_since_mixed: int = 0
    offered: Offered | None = None
    taken: tuple[int, bytes] | None = None
    """Number and secret of mine that are agreed and not mixed yet."""
    answered: Answered | None = None


def _start(secret: bytes, ad: bytes) -> tuple[bytes, bytes, bytes]:
    grown = HKDF(secret, ad, b'nucleus/ratchet/start/1', 96)
    return grown[:32], grown[32:64], grown[64:]


def _root(root: bytes, dh: bytes, secret: bytes | None) -> tuple[bytes, bytes, bytes]:
    label = b'nucleus/ratchet/root/1' if secret is None else b'nucleus/ratchet/root-mixed/1'
    grown = Expand(Extract(root, dh + (secret or b'')), label, 96)
    return grown[:32], grown[32:64], grown[64:]


def start_acceptor(secret: bytes, ad: bytes, prekey: bytes, draw: Draw) -> State:
    root, header_a, header_b = _start(secret, ad)
    own = draw(32)
    root, chain, next_header = _root(root, DH(own, prekey), None)
    return State('acceptor', ad, root, own, next_header, header_b, Sending(header_a, chain, 0, 0, 0))


def start_inviter(secret: bytes, ad: bytes, prekey_secret: bytes) -> State:
    root, header_a, header_b = _start(secret, ad)
    return State('inviter', ad, root, prekey_secret, header_b, header_a)


def _message_key(chain_key: bytes) -> tuple[bytes, bytes]:
    """The message key and the next chain key."""
    return HMAC(chain_key, b'\1'), HMAC(chain_key, b'\2')


def _key_and_nonce(message_key: bytes, hedged: bytes) -> tuple[bytes, bytes]:
    grown = Expand(message_key, b'nucleus/ratchet/message/2' + hedged, 56)
    return grown[:32], grown[32:]


def encrypt(state: State, plaintext: bytes, draw: Draw) -> tuple[State, bytes]:
    require(state.sending is not None, 'the inviter cannot send before it has received')
    state = deepcopy(state)
    sending = state.sending
    assert sending
    header = {
        'dh': dh_public(state.own),
        'previous': sending.previous,
        'number': sending.next,
        'secret': sending.secret,
    }
    message_key, chain = _message_key(sending.chain_key)
    hedged = HMAC(Expand(message_key, b'nucleus/ratchet/hedge/1', 32), draw(32) + H(plaintext))[:NONCE]
    h = Seal(sending.header_key, formats.encode('ratchetHeader', header), state.ad, lambda _: hedged)
    key, nonce = _key_and_nonce(message_key, hedged)
    state.sending = sending._replace(chain_key=chain, next=sending.next + 1)
    return state, h + aead_seal(key, nonce, plaintext, state.ad + h)


def _opened_header(key: bytes, h: bytes, ad: bytes) -> formats.Value | None:
    try:
        return formats.decode('ratchetHeader', Open(key, h, ad))
    except Refused:
        return None


def _skip(chain: Receiving, until: int) -> None:
    """Keeps the keys of the numbers before `until`, as far as the window reaches."""
    require(until - chain.next <= MOST_MOVED, 'unreadable: too far ahead')
    while chain.next < until:
        chain.kept[chain.next], chain.chain_key = _message_key(chain.chain_key)
        chain.next += 1


def _trim(chain: Receiving) -> None:
    """Of the window the newest read is the last."""
    chain.kept = {n: key for n, key in chain.kept.items() if n > chain.next - 1 - WINDOW}


def _kept(chain: Receiving, number: int) -> bytes:
    if number not in chain.kept:
        raise Spent('spent')
    return chain.kept.pop(number)


def decrypt(state: State, message: bytes, draw: Draw) -> Opened:
    """Raises `Spent`, or `Refused` for what is unreadable; then the state is what it was."""
    require(len(message) >= HEADER + 16, 'unreadable')
    state = deepcopy(state)
    h, sealed = message[:HEADER], message[HEADER:]
    message_key, late = _find(state, h, draw)
    key, nonce = _key_and_nonce(message_key, h[:NONCE])
    return Opened(state, aead_open(key, nonce, sealed, state.ad + h), late)


def _find(state: State, h: bytes, draw: Draw) -> tuple[bytes, bool]:
    """The message key and whether it had been skipped. Its chain is advanced in `state`."""
    chain = state.receiving
    if chain and (header := _opened_header(chain.header_key, h, state.ad)):
        late = header['number'] < chain.next
        return _kept(chain, header['number']) if late else _next(chain, header['number']), late
    for past in state.past:
        if header := _opened_header(past.header_key, h, state.ad):
            key = _kept(past, header['number'])
            state.past = [p for p in state.past if p.kept]
            return key, True
    header = _opened_header(state.next_receiving_header, h, state.ad)
    if not header:
        raise Refused('unreadable')
    _step(state, header, draw)
    assert state.receiving
    return _next(state.receiving, header['number']), False


def _next(chain: Receiving, number: int) -> bytes:
    _skip(chain, number)
    key, chain.chain_key = _message_key(chain.chain_key)
    chain.next += 1
    _trim(chain)
    return key


def _step(state: State, header: formats.Value, draw: Draw) -> None:
    """The sender has stepped: end the chain, take the new one, begin one of one's own."""
    ending = state.receiving
    if ending:
        if header['previous'] - ending.next <= MOST_MOVED:
            _skip(ending, header['previous'])
            _trim(ending)
        state.past = ([*state.past, ending] if ending.kept else state.past)[-PAST_CHAINS:]
    theirs = None
    if header['secret'] != state.mixed:
        # Only the next secret, only one that they offered, and only if it is agreed.
        held = state.answered
        if held is None or header['secret'] != state.mixed + 1 or held.number != header['secret']:
            raise Refused('unreadable: secret')
        theirs = held.secret
    root, chain, next_receiving = _root(state.root, DH(state.own, header['dh']), theirs)
    state.receiving = Receiving(state.next_receiving_header, chain)
    state.steps_since_mixed += 1
    if theirs is not None:
        state.mixed, state.steps_since_mixed, state.answered = header['secret'], 0, None
    own = draw(32)
    mine = state.taken[1] if state.taken else None
    root, chain, next_sending = _root(root, DH(own, header['dh']), mine)
    if state.taken:
        state.mixed, state.steps_since_mixed, state.taken = state.taken[0], 0, None
    previous = state.sending.next if state.sending else 0
    state.sending = Sending(state.next_sending_header, chain, 0, previous, state.mixed)
    state.root, state.own = root, own
    state.next_receiving_header, state.next_sending_header = next_receiving, next_sending


# Post-quantum secrets


def due_offer(state: State, draw: Draw) -> tuple[State, formats.Value] | None:
    """The `pqOffer` that is due now, if one is: the first, or the same again."""
    waited = state.steps_since_mixed - (state.offered.step if state.offered else 0)
    if state.taken or waited < OFFER_AFTER_STEPS or not _offers(state, state.mixed + 1):
        return None
    return offer(state, draw)


def offer(state: State, draw: Draw) -> tuple[State, formats.Value]:
    """A `pqOffer`: a fresh KEM key, or the one that is not answered yet."""
    number = state.mixed + 1
    seed = state.offered.seed if state.offered else draw(64)
    offered = replace(state, offered=Offered(number, seed, state.steps_since_mixed))
    return offered, {'number': number, 'key': kem.public(seed)}


def answer(state: State, offered: formats.Value, draw: Draw) -> tuple[State, formats.Value]:
    """The `pqAnswer` to a `pqOffer`. The same number again gets the same answer."""
    number = offered['number']
    require(number == state.mixed + 1 and not _offers(state, number), 'offer: dropped')
    if not state.answered:
        state = replace(state, answered=Answered(number, *kem.encapsulate(offered['key'], draw)))
    assert state.answered
    return state, {'number': number, 'ciphertext': state.answered.ciphertext}


def take(state: State, answered: formats.Value) -> State:
    """Takes a `pqAnswer`: the secret is mixed with the next DH step."""
    number = answered['number']
    if state.offered is None or state.offered.number != number:
        raise Refused('answer: dropped')
    return replace(state, offered=None, taken=(number, kem.decapsulate(state.offered.seed, answered['ciphertext'])))


def _offers(state: State, number: int) -> bool:
    """Whether this end offers the secret of that number."""
    return number % 2 == WHOSE_OFFERS[state.role]
