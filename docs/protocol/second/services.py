"""Descriptors, endpoints and sessions: ../services.md and ../endpoints.md, from whose table the calls follow."""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib import error, request

from . import formats
from .formats import Value
from .invitation import base64url, from_base64url
from .notation import H, Refused, Sign, Verify, require

PAGE = Path(__file__).parent.parent / 'endpoints.md'
# A local service is asked directly, whatever proxy the surroundings name.
_http = request.build_opener(request.ProxyHandler({}))


class Endpoint(NamedTuple):
    method: str
    path: str
    body: str | None
    """Name of a format, 'ciphertext', or None."""
    status: int
    answer: str | None


class ServiceRefused(Refused):
    def __init__(self, endpoint: str, status: int, answer: bytes) -> None:
        told = json.loads(answer)
        self.code, self.reason = told['code'], told.get('reason')
        super().__init__(f'{endpoint}: {status} {self.code} {self.reason or ""}'.strip())


def _format(words: str) -> str | None:
    """`outcome request` is the format `outcomeRequest`; a dash is nothing."""
    words = words.split(',')[0].strip()
    if words in ('–', ''):
        return None
    first, *more = words.split(' ')
    return first + ''.join(word.capitalize() for word in more)


@cache
def endpoints() -> dict[str, Endpoint]:
    row = r'^\| \w+ \| \*\*(\w+)\*\* \| `(\w+) (\S+)` \| \S+ \| ([^|]+) \| (\d+)([^|]*) \|'
    return {
        name: Endpoint(method, path, _format(body), int(status), _format(answer))
        for name, method, path, body, status, answer in re.findall(row, PAGE.read_text(), re.M)
    }


def call(
    origin: str, name: str, body: Value = None, session: bytes | None = None, parameters: dict[str, bytes] | None = None
) -> Value:
    """Calls an endpoint; `body` and answer are values of its formats, or bytes where it takes or gives ciphertext."""
    endpoint = endpoints()[name]
    path = re.sub(r':(\w+)', lambda found: base64url((parameters or {})[found[1]]), endpoint.path)
    data = body if endpoint.body in (None, 'ciphertext') else formats.encode(endpoint.body, body)
    headers = {'content-type': 'application/octet-stream'}
    if session is not None:
        headers['authorization'] = f'Bearer {base64url(session)}'
    asked = request.Request(origin + path, data, headers, method=endpoint.method)
    try:
        with _http.open(asked) as answer:
            status, answered = answer.status, answer.read()
    except error.HTTPError as refusal:
        raise ServiceRefused(name, refusal.code, refusal.read()) from None
    require(status == endpoint.status, f'{name}: {status}')
    return answered if endpoint.answer in (None, 'ciphertext') else formats.decode(endpoint.answer, answered)


def check_descriptor(descriptor: Value, origin: str, key: bytes | None = None) -> Value:
    """The statement of a signed descriptor, checked in the page's order."""
    statement = formats.decode('descriptorStatement', descriptor['statement'])
    require(statement['name']['origin'] == origin, 'descriptor: another origin')
    require(key is None or statement['name']['key'] == key, 'descriptor: another key')
    Verify(statement['name']['key'], 'nucleus/descriptor/1', descriptor['statement'], descriptor['signature'])
    return statement


def descriptor(origin: str) -> Value:
    """What a service says of itself, asked of it."""
    with _http.open(origin + '/.well-known/proton.json') as answer:
        told = json.loads(answer.read())
    require(told['proton'] == 1, 'descriptor: version')
    return check_descriptor(formats.decode('descriptor', from_base64url(told['descriptor'])), origin)


def relayed_descriptor(relay: str, service: Value) -> Value:
    """Another's service, asked through one's own."""
    told = call(relay, 'getDescriptor', parameters={'origin': service['origin'].encode()})
    return check_descriptor(told, service['origin'], service['key'])


def fingerprint(key: bytes) -> str:
    return H(b'nucleus/service-fingerprint/1' + key)[:16].hex()


def session(origin: str, root: bytes, access_key: bytes, scope: str = 'fetch') -> bytes:
    challenge = call(origin, 'createChallenge')['challenge']
    asked = {'root': root, 'scope': scope, 'challenge': challenge}
    statement = formats.encode('sessionStatement', asked | {'origin': origin})
    signature = Sign(access_key, 'nucleus/session/1', statement)
    granted: bytes = call(origin, 'createSession', asked | {'signature': signature})['session']
    return granted
