"""Formats of ../formats.md, read from the page itself: its tables and its grammar are all that this codec knows.
A record is a dict, a choice its name, a union {'kind', 'value'}; an item has 'fallback' too unless it is empty."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from .notation import Refused, u8

Value = Any
PAGE = Path(__file__).parent.parent / 'formats.md'
FIXED = {'u8': 1, 'u16': 2, 'u32': 4, 'u48': 6}
SMALL_BLOB, SMALL_LIST = 65_535, 255


class Reader:
    """The bytes of one input, taken from the front. Every refusal names the place."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, n: int, place: str) -> bytes:
        if self.at + n > len(self.data):
            raise Refused(f'format-malformed: {place}')
        self.at += n
        return self.data[self.at - n : self.at]

    def number(self, n: int, place: str) -> int:
        return int.from_bytes(self.take(n, place), 'big')


class Shape(NamedTuple):
    read: Callable[[Reader, str], Value]
    write: Callable[[Value], bytes]


class Format(NamedTuple):
    id: int
    version: int
    limit: int


def _blocks(language: str) -> str:
    return '\n'.join(re.findall(rf'```{language}\n(.*?)```', PAGE.read_text(), re.S))


@cache
def formats() -> dict[str, Format]:
    rows = re.findall(r'^\| `(0x\w\w)` \| `(\w+)` \| (\d+) \| ([\d,]+) \|', PAGE.read_text(), re.M)
    return {name: Format(int(id, 16), int(version), int(limit.replace(',', ''))) for id, name, version, limit in rows}


@cache
def _grammar() -> dict[str, str]:
    return dict(line.split(' = ') for line in _blocks('format').splitlines() if line)


@cache
def items() -> dict[int, tuple[str, str]]:
    lines = [re.match(r'(\d+) (\w+) =(.*)', line) for line in _blocks('item').splitlines() if line]
    return {int(m[1]): (m[2], m[3].strip()) for m in lines if m}


def _parts(text: str) -> list[str]:
    """Splits at the commas outside parentheses."""
    parts, depth = [''], 0
    for c in text:
        depth += (c == '(') - (c == ')')
        if c == ',' and depth == 0:
            parts.append('')
        else:
            parts[-1] += c
    return [part.strip() for part in parts if part.strip()]


@cache
def _shape(text: str) -> Shape:
    name, _, inner = text.partition('(')
    inner = inner.removesuffix(')')
    if name in FIXED:
        return _number(FIXED[name])
    if name == 'bytes':
        return _bytes(int(inner))
    if name == 'blob':
        return _blob(int(inner))
    if name == 'text':
        return _text(_blob(int(inner)))
    if name == 'list':
        most, element = inner.split(',', 1)
        return _list(int(most), _shape(element.strip()))
    if name == 'choice':
        return _choice({k: int(v) for k, v in (pair.split('=') for pair in _parts(inner))})
    if name == 'union':
        kinds = [part.split(' ', 2) for part in _parts(inner)]
        return _union({int(code): (kind, _shape(shape)) for code, kind, shape in kinds})
    if name == 'rest':
        return Shape(lambda r, place: r.take(len(r.data) - r.at, place), bytes)
    body = _line(_grammar()[name])
    return _item(body) if name == 'item' else body


def _number(n: int) -> Shape:
    return Shape(lambda r, place: r.number(n, place), lambda v: v.to_bytes(n, 'big'))


def _exactly(v: bytes, n: int) -> bytes:
    if len(v) != n:
        raise Refused(f'{n} bytes wanted')
    return bytes(v)


def _bytes(n: int) -> Shape:
    return Shape(lambda r, place: r.take(n, place), lambda v: _exactly(v, n))


def _counted(r: Reader, width: int, most: int, place: str) -> int:
    n = r.number(width, place)
    if n > most:
        raise Refused(f'format-malformed: {place}')
    return n


def _count(n: int, width: int, most: int) -> bytes:
    if n > most:
        raise Refused('longer than the format takes')
    return n.to_bytes(width, 'big')


def _blob(most: int) -> Shape:
    width = 2 if most <= SMALL_BLOB else 4
    return Shape(
        lambda r, place: r.take(_counted(r, width, most, place), place), lambda v: _count(len(v), width, most) + v
    )


def _text(blob: Shape) -> Shape:
    def read(r: Reader, place: str) -> str:
        try:
            return str(blob.read(r, place), 'utf-8')
        except UnicodeDecodeError:
            raise Refused(f'format-malformed: {place}') from None

    return Shape(read, lambda v: blob.write(v.encode()))


def _list(most: int, element: Shape) -> Shape:
    width = 1 if most <= SMALL_LIST else 2
    return Shape(
        lambda r, place: [element.read(r, f'{place}[{n}]') for n in range(_counted(r, width, most, place))],
        lambda v: _count(len(v), width, most) + b''.join(map(element.write, v)),
    )


def _choice(codes: dict[str, int]) -> Shape:
    names = {code: name for name, code in codes.items()}

    def read(r: Reader, place: str) -> str:
        code = r.number(1, place)
        if code not in names:
            raise Refused(f'format-malformed: {place}')
        return names[code]

    return Shape(read, lambda v: u8(codes[v]))


def _union(kinds: dict[int, tuple[str, Shape]]) -> Shape:
    codes = {kind: code for code, (kind, _) in kinds.items()}

    def read(r: Reader, place: str) -> Value:
        code = r.number(1, place)
        if code not in kinds:
            raise Refused(f'format-malformed: {place}')
        kind, shape = kinds[code]
        return {'kind': kind, 'value': shape.read(r, f'{place}.{kind}')}

    return Shape(read, lambda v: u8(codes[v['kind']]) + kinds[codes[v['kind']]][1].write(v['value']))


def _record(body: str) -> Shape:
    fields = [(name, _shape(shape)) for name, shape in (part.split(' ', 1) for part in _parts(body))]
    return Shape(
        lambda r, place: {name: shape.read(r, f'{place}.{name}') for name, shape in fields},
        lambda v: b''.join(shape.write(v[name]) for name, shape in fields),
    )


def _line(body: str) -> Shape:
    """What stands behind `=`: one type, or the fields of a record, each with its name before it."""
    return _shape(body) if re.match(r'\w+\(', body) else _record(body)


def _item(raw: Shape) -> Shape:
    codes = {name: code for code, (name, _) in items().items()}

    def read(r: Reader, place: str) -> Value:
        item = raw.read(r, place)
        if item['code'] not in items():
            return item
        name, body = items()[item['code']]
        value = _whole(_line(body), item['payload'], f'{place}.{name}')
        return {'kind': name, 'value': value} | ({'fallback': item['fallback']} if item['fallback'] else {})

    def write(v: Value) -> bytes:
        if 'kind' not in v:
            return raw.write(v)
        code = codes[v['kind']]
        payload = _line(items()[code][1]).write(v['value'])
        return raw.write({'code': code, 'fallback': v.get('fallback', ''), 'payload': payload})

    return Shape(read, write)


def _whole(shape: Shape, data: bytes, place: str) -> Value:
    r = Reader(data)
    value = shape.read(r, place)
    if r.at != len(data):
        raise Refused(f'format-malformed: {place}: more behind it')
    return value


def encode(name: str, value: Value) -> bytes:
    """A format with its id and version, a part without."""
    known = formats().get(name)
    return (u8(known.id) + u8(known.version) if known else b'') + _shape(name).write(value)


def decode(name: str, data: bytes) -> Value:
    known = formats().get(name)
    if not known:
        return _whole(_shape(name), data, name)
    if len(data) > known.limit:
        raise Refused(f'format-oversized: {name}')
    if data[:1] != u8(known.id):
        raise Refused(f'format-foreign: {name}')
    if data[1:2] != u8(known.version):
        raise Refused(f'format-version: {name}')
    return _whole(_shape(name), data[2:], name)


def item_payload(item: Value) -> tuple[int, bytes]:
    """Code and payload of an item, decoded or not."""
    raw = _shape('item').write(item)
    code, fallback = int.from_bytes(raw[:2], 'big'), int.from_bytes(raw[2:4], 'big')
    return code, raw[4 + fallback + 2 :]
