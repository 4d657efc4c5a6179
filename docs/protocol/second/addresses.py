"""Delivery addresses and sealed addresses: ../addresses.md, Construction."""

from . import formats, hpke
from .formats import Value
from .notation import HMAC, Draw, H, Sign, Verify, require, u8, u32

LATENCIES = {'now': 0, 'batched': 1, 'on-request': 2}
SUITE = 1


def _info(layer: str, service: Value) -> bytes:
    named: bytes = service['key'] + service['origin'].encode()
    return f'nucleus/address/1/receiving/{layer}'.encode() + b'\0' + named


def address_id(relationship_seed: bytes, index: int, latency: str) -> bytes:
    return HMAC(relationship_seed, b'nucleus/address-id/1' + u32(index))[:15] + u8(LATENCIES[latency])


def newest(generations: list[Value], today: int) -> Value:
    valid = [g for g in generations if g['fromDay'] <= today <= g['untilDay']]
    require(valid != [], 'no generation is valid today')
    return max(valid, key=lambda g: g['generation'])


def make(
    address_key: bytes, service: Value, generation: Value, root: bytes, id: bytes, expiry: int, draw: Draw
) -> bytes:
    """A delivery address (155 bytes) for the mailbox `root`."""
    prefix = {
        'suite': SUITE,
        'generation': generation['generation'],
        'expiryDay': min(expiry, generation['opensUntilDay']),
    }
    aad = formats.encode('deliveryPrefix', prefix)
    signature = Sign(address_key, 'nucleus/delivery-address/1', service['key'] + aad + root + id)
    content = formats.encode('addressContent', {'root': root, 'id': id, 'signature': signature})
    sealed = hpke.seal(hpke.X25519, generation['inner'], _info('inner', service), aad, content, draw)
    return formats.encode('deliveryAddress', prefix | {'sealed': sealed})


def seal(address: bytes, service: Value, generation: Value, envelope: bytes, draw: Draw) -> bytes:
    """A sealed address (1,298 bytes): `address` for this one envelope."""
    prefix = {'suite': SUITE, 'generation': generation['generation']}
    aad = formats.encode('sealedPrefix', prefix) + H(envelope)
    sealed = hpke.seal(hpke.XWING, generation['outer'], _info('outer', service), aad, address, draw)
    return formats.encode('sealedAddress', prefix | {'sealed': sealed})


def open_sealed(sealed: bytes, service: Value, outer_secret: bytes, envelope: bytes) -> bytes:
    """What a receiving service does first: the delivery address inside."""
    outer = formats.decode('sealedAddress', sealed)
    require(outer['suite'] == SUITE, 'suite')
    aad = formats.encode('sealedPrefix', outer) + H(envelope)
    return hpke.open_sealed(hpke.XWING, outer_secret, _info('outer', service), aad, outer['sealed'])


def open_address(address: bytes, service: Value, inner_secret: bytes, address_key: bytes) -> Value:
    """What a receiving service does next: root and id inside, signed by the owner of the root."""
    inner = formats.decode('deliveryAddress', address)
    require(inner['suite'] == SUITE, 'suite')
    aad = formats.encode('deliveryPrefix', inner)
    plain = hpke.open_sealed(hpke.X25519, inner_secret, _info('inner', service), aad, inner['sealed'])
    content = formats.decode('addressContent', plain)
    signed = service['key'] + aad + content['root'] + content['id']
    Verify(address_key, 'nucleus/delivery-address/1', signed, content['signature'])
    return content
