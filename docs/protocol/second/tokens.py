"""Tokens: ../tokens.md. An order is a seed, from which everything random in it grows."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from . import blind_rsa, ristretto
from .notation import Expand, H, Refused, require, u8, u16

VOPRF, RSA = 0x0005, 0x0002
TYPES = {'voprf': VOPRF, 'rsa': RSA}
BATCH = 32


@dataclass(frozen=True)
class Order:
    type: int
    key: bytes
    """As the issuer publishes it."""
    digest: bytes
    count: int
    seed: bytes

    @property
    def key_id(self) -> bytes:
        return H(self.key)


def _host(origin: str) -> bytes:
    return urlsplit(origin).netloc.encode()


def challenge_digest(type: int, issuer: str, redeemer: str) -> bytes:
    issuer_name, origin_info = _host(issuer), _host(redeemer)
    # TokenChallenge, RFC 9577 section 2.1.1; the redemption context is empty.
    return H(u16(type) + u16(len(issuer_name)) + issuer_name + u8(0) + u16(len(origin_info)) + origin_info)


class _Drawn:
    """The draws of an order, the n-th of k bytes from its seed."""

    def __init__(self, seed: bytes) -> None:
        self.seed, self.n = seed, 0

    def __call__(self, k: int) -> bytes:
        self.n += 1
        return Expand(self.seed, b'nucleus/token-order/1' + u16(self.n - 1), k)


def _varint(n: int) -> bytes:
    return u8(n) if n < 0x40 else u16(0x4000 | n)


def _take_varint(data: bytes) -> tuple[bytes, bytes]:
    """What stands behind its own length, and the rest."""
    require(data != b'' and data[0] < 0x80, 'length')
    width = 1 if data[0] < 0x40 else 2
    n = int.from_bytes(data[:width], 'big') & (0x3F if width == 1 else 0x3FFF)
    require(len(data) >= width + n, 'length')
    return data[width : width + n], data[width + n :]


def _chunks(data: bytes, n: int, count: int) -> list[bytes]:
    require(len(data) == n * count, 'not as many as were asked for')
    return [data[at : at + n] for at in range(0, len(data), n)]


def _inputs(order: Order, draw: _Drawn) -> list[bytes]:
    return [u16(order.type) + draw(32) + order.digest + order.key_id for _ in range(order.count)]


def _voprf(order: Order) -> list[tuple[bytes, ristretto.Blinded]]:
    draw = _Drawn(order.seed)
    return [(one, ristretto.blind(one, draw(64))) for one in _inputs(order, draw)]


def _rsa(order: Order) -> list[tuple[bytes, bytes, blind_rsa.Blinded]]:
    draw, n = _Drawn(order.seed), blind_rsa.modulus(order.key)
    made = []
    for one in _inputs(order, draw):
        salt = draw(48)
        made.append((one, salt, blind_rsa.blind(n, one, salt, draw(272))))
    return made


def request(order: Order) -> bytes:
    """An AmortizedBatchTokenRequest, or a GenericBatchTokenRequest of blind RSA alone."""
    require(1 <= order.count <= BATCH, 'order: 1 to 32 tokens')
    head = u16(order.type) + order.key_id[-1:]
    if order.type == VOPRF:
        elements = b''.join(blinded.element for _, blinded in _voprf(order))
        return head + _varint(len(elements)) + elements
    if order.type == RSA:
        requests = b''.join(head + blinded.message for _, _, blinded in _rsa(order))
        return _varint(len(requests)) + requests
    raise Refused('token type')


def tokens(order: Order, response: bytes) -> list[bytes]:
    """The tokens of an answered order, every one of them checked."""
    listed, proof = _take_varint(response)
    if order.type == VOPRF:
        evaluated, made = _chunks(listed, 32, order.count), _voprf(order)
        ristretto.check_proof(order.key, [blinded.element for _, blinded in made], evaluated, proof)
        return [one + ristretto.finalize(one, blinded, e) for (one, blinded), e in zip(made, evaluated)]
    require(proof == b'', 'response: more behind it')
    n = blind_rsa.modulus(order.key)
    done = []
    for (one, salt, blinded), answer in zip(_rsa(order), _chunks(listed, 259, order.count)):
        require(answer[:3] == b'\1' + u16(RSA), 'response: a token is missing')
        done.append(one + blind_rsa.finalize(n, one, salt, blinded, answer[3:]))
    return done
