"""What somebody has at services: a mailbox at each, its addresses, tokens, blobs. ../addresses.md, ../tokens.md."""

from . import addresses, blobs, services, tokens
from .formats import Value
from .notation import Draw, H, day, require, sign_public, u32

EPHEMERAL_DAYS, LONG_TERM_DAYS, INVITATION_DAYS, MASK_DAYS = 30, 180, 14, 60
BATCH = 8
"""Tokens of one order."""


class Wallet:
    """Tokens for one service, of an issuer that its descriptor names."""

    def __init__(self, statement: Value, draw: Draw) -> None:
        self.statement, self.draw = statement, draw
        self.secrets: dict[str, bytes] = {}
        self.stock: dict[str, list[bytes]] = {}

    def take(self, work: str, now: int) -> bytes:
        """A token for one piece of work; empty where the service asks for none."""
        if not self.stock.get(work):
            self.stock[work] = self._order(work, now)
        return self.stock[work].pop() if self.stock[work] else b''

    def _order(self, work: str, now: int) -> list[bytes]:
        redeemer = self.statement['name']['origin']
        for issuer in self.statement['tokenIssuers']:
            ids = [key['id'] for key in issuer['keys'] if key['class'] == work]
            if not ids:
                continue
            published = services.call(issuer['origin'], 'getIssuer')['keys']
            usable = [key for key in published if H(key['key']) in ids and key['fromAt'] <= now < key['untilAt']]
            require(usable != [], 'tokens: no key that the service takes')
            key = max(usable, key=lambda one: one['fromAt'])
            type = tokens.TYPES[key['type']]
            digest = tokens.challenge_digest(type, issuer['origin'], redeemer)
            order = tokens.Order(type, key['key'], digest, BATCH, self.draw(32))
            asked = {
                'secret': self._account(issuer['origin']),
                'class': work,
                'type': key['type'],
                'request': tokens.request(order),
            }
            return tokens.tokens(order, services.call(issuer['origin'], 'issueTokens', asked)['response'])
        return []

    def _account(self, issuer: str) -> bytes:
        if issuer not in self.secrets:
            secret = self.draw(32)
            services.call(issuer, 'openAccount', {'secret': secret, 'invitation': ''})
            self.secrets[issuer] = secret
        return self.secrets[issuer]


class Mailbox:
    """A root at one receiving service, which sends for its owner too."""

    def __init__(self, origin: str, now: int, draw: Draw) -> None:
        self.draw = draw
        self.statement = services.descriptor(origin)
        self.name = self.statement['name']
        self.origin = origin
        self.wallet = Wallet(self.statement, draw)
        self._address_key, self._access_key = draw(32), draw(32)
        asked = {
            'addressKey': sign_public(self._address_key),
            'accessKey': sign_public(self._access_key),
            'token': self.wallet.take('root', now),
        }
        self.root = services.call(origin, 'createRoot', asked)['root']
        self._session: bytes | None = None

    def session(self) -> bytes:
        if self._session is None:
            self._session = services.session(self.origin, self.root, self._access_key)
        return self._session

    def address(self, seed: bytes, index: int, days: int, now: int) -> bytes:
        generation = addresses.newest(self.statement['generations'], day(now))
        id = addresses.address_id(seed, index, 'now')
        return addresses.make(self._address_key, self.name, generation, self.root, id, day(now) + days, self.draw)

    def waiting(self) -> list[Value]:
        items: list[Value] = services.call(self.origin, 'getMailbox', session=self.session())['items']
        return items

    def acknowledge(self, items: list[Value]) -> None:
        sequences = [item['sequence'] for item in items]
        services.call(self.origin, 'acknowledge', {'sequences': sequences}, self.session())

    def submit(self, service: Value, address: bytes, envelope: bytes, dedupe: bytes, now: int) -> None:
        theirs = services.relayed_descriptor(self.origin, service)
        generation = addresses.newest(theirs['generations'], day(now))
        submission = {
            'dedupe': dedupe,
            'destination': service['origin'],
            'delay': 'none',
            'token': self.wallet.take('message', now),
            'address': addresses.seal(address, service, generation, envelope, self.draw),
            'envelope': envelope,
        }
        services.call(self.origin, 'submit', submission)

    def host(self, blob: blobs.Blob, expiry_day: int, now: int) -> Value:
        """Uploads a blob. Its reference."""
        token = self.wallet.take('blob', now)
        announced = {'id': blob.id, 'byteCount': blob.byte_count, 'expiryDay': expiry_day, 'token': token}
        services.call(self.origin, 'createBlob', announced)
        for k, part in enumerate(blob.parts):
            services.call(self.origin, 'putBlobPart', part, parameters={'id': blob.id, 'part': u32(k)})
        services.call(self.origin, 'completeBlob', {'id': blob.id, 'digest': blob.digest})
        return {
            'origin': self.origin,
            'id': blob.id,
            'key': blob.key,
            'digest': blob.digest,
            'byteCount': blob.byte_count,
            'expiryDay': expiry_day,
        }

    def read_blob(self, reference: Value, length: int | None = None) -> bytes:
        """The content of a blob, fetched through the own receiving service. `length` is what a message says of it."""
        require(length is None or blobs.size_class(length) == reference['byteCount'], 'blob: class')
        asked = {name: reference[name] for name in ('origin', 'id', 'digest', 'byteCount')}
        count = blobs.part_count(reference['byteCount'])
        digests = services.call(self.origin, 'fetchBlobDigests', asked, self.session()) if count > 1 else b''
        parts = [services.call(self.origin, 'fetchBlobPart', asked | {'part': k}, self.session()) for k in range(count)]
        key, digest, byte_count = reference['key'], reference['digest'], reference['byteCount']
        return blobs.open_parts(key, digest, byte_count, digests, parts, length)
