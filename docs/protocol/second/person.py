"""A small relationship manager in memory: what a client does with everything on the pages, for one person.
It keeps nothing on a disk, so it commits nothing; a real one does before it sends or acknowledges (../ratchet.md, State)."""

from dataclasses import dataclass, field
from typing import Callable

from . import blobs, delivery, envelope, formats, handshake, invitation, mailbox, ratchet
from .formats import Value
from .invitation import Identity, Prekeys
from .mailbox import EPHEMERAL_DAYS, INVITATION_DAYS, LONG_TERM_DAYS, Mailbox
from .notation import Draw, H, Refused, day, dh_public, require

CHAIN = 'the sending chain'


@dataclass
class Relationship:
    name: str
    own: Identity
    state: ratchet.State
    seed: bytes
    theirs: Value
    """Their identity."""
    first: envelope.First | None = None
    index: int = 0
    clock: int = 0
    grants: list[Value] = field(default_factory=list)
    """Where they are reached: `addressGrant`s, the newest address last."""
    long_term: dict[str, bytes] = field(default_factory=dict)
    owed: list[bytes] = field(default_factory=list)
    """Ids of their messages for which a receipt is due."""
    answers: list[Value] = field(default_factory=list)
    """Key items that want a message of their own."""
    said_long_term: bool = False
    heard: list[Value] = field(default_factory=list)


@dataclass
class Open:
    """An invitation of one's own."""

    inviter: Identity
    keys: Prekeys
    digest: bytes
    seed: bytes
    name: str
    used_by: Relationship | None = None


class Person:
    def __init__(self, name: str, origins: list[str], now: Callable[[], int], draw: Draw) -> None:
        self.name, self.now, self.draw = name, now, draw
        self.mailboxes = [Mailbox(origin, now(), draw) for origin in origins]
        self.relationships: list[Relationship] = []
        self.invitations: list[Open] = []
        self.book: dict[bytes, Relationship | Open] = {}
        self.seen: set[bytes] = set()

    # Addresses

    def _grants(self, owner: Relationship | Open, days: int, index: int) -> list[Value]:
        """A fresh address at each service, written in the book."""
        grants = []
        for n, box in enumerate(self.mailboxes):
            address = box.address(owner.seed, index + n, days, self.now())
            self.book[H(address)[:16]] = owner
            grants.append({'service': box.name, 'addresses': [address]})
        return grants

    def _ephemeral(self, one: Relationship) -> Value:
        grants = self._grants(one, EPHEMERAL_DAYS, one.index)
        one.index += len(grants)
        return {'kind': 'addresses', 'value': grants}

    def _long_term(self, one: Relationship) -> Value:
        grants = self._grants(one, LONG_TERM_DAYS, one.index)
        one.index += len(grants)
        return {'kind': 'longTerm', 'value': [{'service': g['service'], 'address': g['addresses'][0]} for g in grants]}

    # Invitations

    def invite(self) -> str:
        inviter, seed = invitation.create_identity(self.draw), self.draw(32)
        waiting = Open(inviter, Prekeys(b'', b'', b''), b'', seed, '')
        terms = {
            'presentation': {'name': self.name, 'pronouns': ''},
            'createdAt': self.now(),
            'expiryDay': day(self.now()) + INVITATION_DAYS,
            'services': self._grants(waiting, INVITATION_DAYS, 0),
        }
        encoded, waiting.keys = invitation.create(inviter, terms, self.draw)
        waiting.digest = H(encoded)
        self.invitations.append(waiting)
        return invitation.written(encoded)

    def link(self, text: str) -> str:
        """The same as a link: hosted as a blob of one part."""
        _, encoded, _ = invitation.read_text(text)
        box = self.mailboxes[0]
        blob = invitation.bundle(encoded, self.draw)
        box.host(blob, day(self.now()) + INVITATION_DAYS, self.now())
        locator = {'origin': box.origin, 'blob': blob.id, 'key': blob.key, 'digest': blob.digest}
        return invitation.link(box.origin, locator)

    def accept(self, text: str) -> int:
        """Accepts an invitation and says so. The number of the relationship."""
        kind, encoded, value = invitation.read_text(text)
        if kind == 'invitationLocator':
            reference = value | {'id': value['blob'], 'byteCount': blobs.SMALLEST}
            encoded = self.mailboxes[0].read_blob(reference)
        theirs = invitation.check(encoded, self.now())
        own = invitation.create_identity(self.draw)
        shake, agreed = handshake.accept(encoded, own, self.now(), self.draw)
        state = ratchet.start_acceptor(agreed.secret, agreed.associated_data, theirs['prekey'], self.draw)
        first = envelope.First(theirs['envelopeKey'], shake)
        name = theirs['presentation']['name']
        one = Relationship(name, own, state, self.draw(32), theirs['inviter'], first, grants=theirs['services'])
        self.relationships.append(one)
        self._send(one, [self._profile()])
        return len(self.relationships) - 1

    def _profile(self) -> Value:
        return {'kind': 'profile', 'value': {'name': self.name, 'pronouns': ''}}

    # Sending

    def say(self, number: int, text: str) -> None:
        self._send(self.relationships[number], [{'kind': 'text', 'value': {'text': text}}])

    def attach(self, number: int, name: str, content: bytes) -> None:
        blob = blobs.seal(content, self.draw)
        reference = self.mailboxes[0].host(blob, day(self.now()) + EPHEMERAL_DAYS, self.now())
        value = {
            'kind': 'file',
            'name': name,
            'mediaType': 'application/octet-stream',
            'byteCount': len(content),
            'width': 0,
            'height': 0,
            'thumbnail': b'',
            'blob': reference,
        }
        self._send(self.relationships[number], [{'kind': 'attachment', 'value': value, 'fallback': name}])

    def _send(self, one: Relationship, items: list[Value], automatic: bool = False) -> None:
        """Encrypts one message and submits it. Addresses and receipts that are due ride along."""
        carried = list(items)
        if not any(item['kind'] in ('pqOffer', 'pqAnswer') for item in items):
            carried.append(self._ephemeral(one))
            if not one.said_long_term:
                carried.append(self._long_term(one))
                one.said_long_term = True
            if one.owed:
                carried.append({'kind': 'receipt', 'value': {'state': 'received', 'messages': one.owed}})
                one.owed = []
        if not automatic:
            one.clock += 1
        size = envelope.size_of(carried)
        plain = envelope.body(carried, one.clock, self.now(), self.draw(16))
        sending = one.state.sending
        assert sending
        number = sending.next
        dedupe = (
            delivery.automatic_id(one.seed, dh_public(one.state.own), number, carried) if automatic else self.draw(16)
        )
        if one.first:
            one.state, sealed = envelope.seal_first(one.state, one.first, plain, size, self.draw)
        else:
            one.state, sealed = envelope.seal_later(one.state, plain, size, self.draw)
        service, address = self._address_of(one)
        self.mailboxes[0].submit(service, address, sealed, dedupe, self.now())

    def _address_of(self, one: Relationship) -> tuple[Value, bytes]:
        """The newest ephemeral address, which is then used up unless it is the last; else the long-term one."""
        for grant in one.grants:
            held = grant['addresses']
            good = [a for a in held if formats.decode('deliveryAddress', a)['expiryDay'] >= day(self.now())]
            if good:
                if len(good) > 1:
                    held.remove(good[-1])
                return grant['service'], good[-1]
            if address := one.long_term.get(grant['service']['origin']):
                return grant['service'], address
        raise Refused('no address of theirs')

    # Receiving

    def fetch(self) -> list[list[Value]]:
        """Reads every mailbox once; what each relationship has heard so far. Answers what is due."""
        for box in self.mailboxes:
            items = box.waiting()
            for item in items:
                self._receive(item['address'], item['envelope'])
            if items:
                box.acknowledge(items)
        for one in self.relationships:
            for answer in one.answers:
                self._send(one, [answer], automatic=True)
            one.answers = []
            if one.owed:
                self._send(one, [], automatic=True)
        return [one.heard for one in self.relationships]

    def _receive(self, address: bytes, sealed: bytes) -> None:
        owner = self.book.get(H(address)[:16])
        if owner is None or H(sealed) in self.seen:
            return
        try:
            if isinstance(owner, Open):
                self._receive_first(owner, sealed)
            else:
                owner.state, body = envelope.open_later(owner.state, sealed, self.draw)
                owner.first = None  # whatever of theirs opens is a reply
                self._take(owner, body)
        except Refused:
            return
        self.seen.add(H(sealed))

    def _receive_first(self, waiting: Open, sealed: bytes) -> None:
        if one := waiting.used_by:
            shake, message = envelope.split_first(waiting.keys.envelope_key, sealed)
            require(formats.decode('handshake', shake)['acceptor'] == one.theirs, 'another acceptor')
            one.state, padded = ratchet.decrypt(one.state, message, self.draw)
            self._take(one, formats.decode('messageBody', envelope.unpad(padded)))
            return
        state, theirs, _, body = envelope.open_first(sealed, waiting.digest, waiting.inviter, waiting.keys, self.draw)
        one = Relationship('', waiting.inviter, state, waiting.seed, theirs, index=len(self.mailboxes))
        waiting.used_by = one
        self.relationships.append(one)
        self._take(one, body)
        self._send(one, [self._profile()])

    def _take(self, one: Relationship, body: Value) -> None:
        one.clock = max(one.clock, body['clock'])
        for item in body['items']:
            kind, value = item.get('kind'), item.get('value')
            if kind == 'profile':
                one.name = value['name']
            elif kind == 'addresses':
                one.grants = self._merged(one.grants, value)
            elif kind == 'longTerm':
                one.long_term |= {grant['service']['origin']: grant['address'] for grant in value}
            elif kind == 'addressRequest':
                one.said_long_term = False
                one.answers.append({'kind': 'addresses', 'value': []})
            elif kind == 'pqOffer':
                one.state, answer = ratchet.answer(one.state, value, self.draw)
                one.answers.append({'kind': 'pqAnswer', 'value': answer})
            elif kind == 'pqAnswer':
                one.state = ratchet.take(one.state, value)
            elif kind == 'text':
                one.owed.append(body['id'])
                one.heard.append({'text': value['text']})
            elif kind == 'attachment':
                one.owed.append(body['id'])
                content = self.mailboxes[0].read_blob(value['blob'])
                one.heard.append({'file': value['name'], 'content': content.hex()})
            elif kind == 'receipt':
                one.heard.append({value['state']: [id.hex() for id in value['messages']]})

    @staticmethod
    def _merged(held: list[Value], told: list[Value]) -> list[Value]:
        """A list is complete: what is held at services that it leaves out is forgotten."""
        older = {grant['service']['origin']: grant['addresses'] for grant in held}
        return [
            grant | {'addresses': [*older.get(grant['service']['origin'], []), *grant['addresses']][-8:]}
            for grant in told
        ]
