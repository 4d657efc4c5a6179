"""Masks and their mail: ../masks.md."""

from . import formats, hpke
from .formats import Value
from .notation import Draw, Pad, Sign, require, unpad

INFO = b'nucleus/mail/1'
SIZES = (4_096, 16_384)
OVERHEAD = 1_136


def seal_mail(mail_key: bytes, mail: bytes, draw: Draw) -> bytes:
    """What a gateway does with a mail that fits an envelope."""
    inside = formats.encode('mailEnvelope', {'kind': 'inline', 'value': mail})
    size = next((size for size in SIZES if len(inside) + 2 <= size - OVERHEAD), None)
    require(size is not None, 'mail: goes as a blob')
    assert size
    return hpke.seal(hpke.XWING, mail_key, INFO, b'', Pad(inside, size - OVERHEAD), draw)


def open_mail(mail_secret: bytes, envelope: bytes) -> Value:
    """The `mailEnvelope`: an encoded mail, or where one lies."""
    require(len(envelope) in SIZES, 'envelope: size')
    return formats.decode('mailEnvelope', unpad(hpke.open_sealed(hpke.XWING, mail_secret, INFO, b'', envelope)))


def request(management_key: bytes, statement: Value, token: bytes) -> Value:
    signature = Sign(management_key, 'nucleus/mask/1', formats.encode('maskStatement', statement))
    return statement | {'signature': signature, 'token': token}
