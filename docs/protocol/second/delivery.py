"""Ids of submissions: ../delivery.md."""

from . import formats
from .formats import Value
from .notation import HMAC, H, u32

RECEIPT = 2


def automatic_id(relationship_seed: bytes, dh: bytes, number: int, items: list[Value]) -> bytes:
    """The dedupe id of an automatic message, `dh` and `number` those of the sending chain before it is encrypted."""
    what = b''
    for code, payload in map(formats.item_payload, items):
        told = payload if code == RECEIPT else b''
        what += u32(code) + u32(len(told)) + told
    return HMAC(relationship_seed, b'nucleus/dedupe/1' + dh + u32(number) + H(what))[:16]


def next_id(dedupe: bytes) -> bytes:
    """The id for the next address of the same envelope."""
    return H(b'nucleus/dedupe-next/1' + dedupe)[:16]
