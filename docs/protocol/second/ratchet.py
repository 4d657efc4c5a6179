"""The Double Ratchet with header encryption and post-quantum secrets: ../ratchet.md. State in, state out: an attempt
that fails leaves nothing behind, since every step works on a copy and returns it with what it releases."""

from copy import deepcopy
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from . import formats, kem
from .notation import DH, HKDF, HMAC, Draw, Expand, Extract, Open, Refused, Seal, aead_open, aead_seal, dh_public, require

HEADER = 84
WINDOW, PAST_CHAINS, MOST_MOVED = 1_024, 8, 16_384
OFFER_AFTER_STEPS = 16
Role = Literal['acceptor', 'inviter']


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
    offered: tuple[int, bytes] | None = None
    taken: tuple[int, bytes] | None = None
    answered: tuple[int, bytes, bytes, bytes] | None = None


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


def _key_and_nonce(message_key: bytes) -> tuple[bytes, bytes]:
    grown = Expand(message_key, b'nucleus/ratchet/message/1', 56)
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
    h = Seal(sending.header_key, formats.encode('ratchetHeader', header), state.ad, draw)
    message_key, chain = _message_key(sending.chain_key)
    key, nonce = _key_and_nonce(message_key)
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


def decrypt(state: State, message: bytes, draw: Draw) -> tuple[State, bytes]:
    """The state after it and the plaintext. Raises `Spent`, or `Refused` for what is unreadable."""
    require(len(message) >= HEADER + 16, 'unreadable')
    state = deepcopy(state)
    h, sealed = message[:HEADER], message[HEADER:]
    message_key = _find(state, h, draw)
    key, nonce = _key_and_nonce(message_key)
    return state, aead_open(key, nonce, sealed, state.ad + h)


def _find(state: State, h: bytes, draw: Draw) -> bytes:
    """The message key, its chain advanced in `state`."""
    chain = state.receiving
    if chain and (header := _opened_header(chain.header_key, h, state.ad)):
        return _in_chain(chain, header['number'])
    for past in state.past:
        if header := _opened_header(past.header_key, h, state.ad):
            key = _kept(past, header['number'])
            state.past = [p for p in state.past if p.kept]
            return key
    header = _opened_header(state.next_receiving_header, h, state.ad)
    if not header:
        raise Refused('unreadable')
    _step(state, header, draw)
    assert state.receiving
    return _in_chain(state.receiving, header['number'])


def _in_chain(chain: Receiving, number: int) -> bytes:
    if number < chain.next:
        return _kept(chain, number)
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
        require(header['secret'] == state.mixed + 1 and state.answered is not None, 'unreadable: secret')
        assert state.answered
        require(state.answered[0] == header['secret'], 'unreadable: secret')
        theirs = state.answered[3]
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


def _parity(role: Role) -> int:
    return 1 if role == 'acceptor' else 0


def offer(state: State, draw: Draw) -> tuple[State, formats.Value]:
    """A `pqOffer`: a fresh KEM key, or the one that is not answered yet."""
    number = state.mixed + 1
    require(number % 2 == _parity(state.role), 'the next secret is offered by the other end')
    state = deepcopy(state)
    state.offered = state.offered or (number, draw(64))
    return state, {'number': number, 'key': kem.public(state.offered[1])}


def answer(state: State, offered: formats.Value, draw: Draw) -> tuple[State, formats.Value]:
    """The `pqAnswer` to a `pqOffer`. The same offer again gets the same answer."""
    number, key = offered['number'], offered['key']
    require(number == state.mixed + 1 and number % 2 != _parity(state.role), 'offer: dropped')
    state = deepcopy(state)
    if not state.answered or state.answered[1] != key:
        ciphertext, secret = kem.encapsulate(key, draw)
        state.answered = (number, key, ciphertext, secret)
    return state, {'number': number, 'ciphertext': state.answered[2]}


def take(state: State, answered: formats.Value) -> State:
    """Takes a `pqAnswer`: the secret is mixed with the next DH step."""
    require(state.offered is not None and state.offered[0] == answered['number'], 'answer: dropped')
    state = deepcopy(state)
    assert state.offered
    state.taken = (answered['number'], kem.decapsulate(state.offered[1], answered['ciphertext']))
    state.offered = None
    return state
