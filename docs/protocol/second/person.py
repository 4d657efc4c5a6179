"""A small relationship manager in memory: what a client does with everything on the pages, for one person.
It keeps nothing on a disk, so it commits nothing; a real one does, before it sends or acknowledges."""

from collections.abc import Callable
from contextlib import suppress

from . import blobs, delivery, envelope, formats, handshake, hpke, invitation, masks, ratchet, services
from .correspondents import Mask, Open, Owner, Relationship, merged, take_address
from .formats import Value
from .invitation import Prekeys
from .mailbox import EPHEMERAL_DAYS, INVITATION_DAYS, LONG_TERM_DAYS, MASK_DAYS, Mailbox
from .notation import Draw, H, Refused, day, dh_public, require, sign_public

HIGHEST_CLOCK = 2**31


class Person:
    def __init__(self, name: str, origins: list[str], now: Callable[[], int], draw: Draw) -> None:
        self.name, self.now, self.draw = name, now, draw
        self.mailboxes = [Mailbox(origin, now(), draw) for origin in origins]
        self.relationships: list[Relationship] = []
        self.masks: list[Mask] = []
        self.book: dict[bytes, Owner] = {}
        """Whose an address is, by `H(delivery address)[0..16]`."""
        self.seen: set[bytes] = set()

    # Invitations

    def invite(self) -> str:
        inviter, seed = invitation.create_identity(self.draw), self.draw(32)
        mine = Open(inviter, Prekeys(b'', b'', b''), b'', seed)
        terms = {
            'presentation': {'name': self.name, 'pronouns': ''},
            'createdAt': self.now(),
            'expiryDay': day(self.now()) + INVITATION_DAYS,
            'services': self._fresh(mine, 0, INVITATION_DAYS),
        }
        encoded, mine.keys = invitation.create(inviter, terms, self.draw)
        mine.digest = H(encoded)
        return invitation.written(encoded)

    def link(self, text: str) -> str:
        """An invitation as a link: hosted as a blob of one part."""
        _, encoded, _ = invitation.read_text(text)
        blob = invitation.bundle(encoded, self.draw)
        box = self.mailboxes[0]
        box.host(blob, day(self.now()) + INVITATION_DAYS, self.now())
        locator = {'origin': box.origin, 'blob': blob.id, 'key': blob.key, 'digest': blob.digest}
        return invitation.link(box.origin, locator)

    def accept(self, text: str) -> int:
        """Accepts an invitation and says so. The number of the relationship."""
        kind, encoded, value = invitation.read_text(text)
        if kind == 'invitationLocator':
            encoded = self.mailboxes[0].read_blob(value | {'id': value['blob'], 'byteCount': blobs.SMALLEST})
        theirs = invitation.check(encoded, self.now())
        own = invitation.create_identity(self.draw)
        shake, agreed = handshake.accept(encoded, own, self.now(), self.draw)
        state = ratchet.start_acceptor(agreed.secret, agreed.associated_data, theirs['prekey'], self.draw)
        one = Relationship(own, theirs['inviter'], state, self.draw(32), theirs['presentation']['name'])
        one.first, one.grants = envelope.First(theirs['envelopeKey'], shake), theirs['services']
        self.relationships.append(one)
        self._send(one, [self._profile()], automatic=True)
        return len(self.relationships) - 1

    # Masks

    def mask(self, local_part: str) -> str:
        """Registers a mask at the first service; its mail comes to the last. The whole address."""
        gateway = self.mailboxes[0]
        mask = Mask(self.draw(32), self.draw(32), self.draw(32))
        statement = {
            'localPart': local_part,
            'managementKey': sign_public(mask.management_key),
            'mailKey': hpke.xwing_public(mask.mail_secret),
            'grant': self._fresh(mask, 0, MASK_DAYS)[-1],
        }
        token = gateway.wallet.take('mask', self.now())
        services.call(gateway.origin, 'createMask', masks.request(mask.management_key, statement, token))
        self.masks.append(mask)
        return f'{local_part}@{gateway.statement["mailDomain"]}'

    def mails(self, number: int) -> list[Value]:
        """What came to a mask, as far as it was fetched."""
        return self.masks[number].mails

    def _receive_mail(self, mask: Mask, sealed: bytes) -> None:
        inside = masks.open_mail(mask.mail_secret, sealed)
        encoded = inside['value'] if inside['kind'] == 'inline' else self.mailboxes[0].read_blob(inside['value'])
        mail = formats.decode('mail', encoded)
        mask.mails.append({'from': mail['from'], 'to': mail['to'], 'message': mail['message'].decode(errors='replace')})

    # Sending

    def say(self, number: int, text: str) -> str:
        """The id of the message."""
        return self._send(self.relationships[number], [{'kind': 'text', 'value': {'text': text}}])

    def attach(self, number: int, name: str, content: bytes) -> str:
        reference = self.mailboxes[0].host(blobs.seal(content, self.draw), day(self.now()) + 30, self.now())
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
        return self._send(self.relationships[number], [{'kind': 'attachment', 'value': value, 'fallback': name}])

    def _profile(self) -> Value:
        return {'kind': 'profile', 'value': {'name': self.name, 'pronouns': ''}}

    def _fresh(self, owner: Owner, index: int, days: int) -> list[Value]:
        """A fresh address of mine at each service, written in the book."""
        grants = []
        for n, box in enumerate(self.mailboxes):
            address = box.address(owner.seed, index + n, days, self.now())
            self.book[H(address)[:16]] = owner
            grants.append({'service': box.name, 'addresses': [address]})
        return grants

    def _control(self, one: Relationship) -> list[Value]:
        """What rides along: addresses for the way back, and receipts."""
        grants = self._fresh(one, one.next_index, EPHEMERAL_DAYS)
        one.next_index += len(grants)
        items: list[Value] = [{'kind': 'addresses', 'value': grants}]
        if not one.gave_long_term:
            grants = self._fresh(one, one.next_index, LONG_TERM_DAYS)
            one.next_index += len(grants)
            lasting = [{'service': grant['service'], 'address': grant['addresses'][0]} for grant in grants]
            items.append({'kind': 'longTerm', 'value': lasting})
            one.gave_long_term = True
        if one.receipts:
            items.append({'kind': 'receipt', 'value': {'state': 'received', 'messages': one.receipts[:20]}})
            one.receipts = one.receipts[20:]
        return items

    def _send(self, one: Relationship, items: list[Value], automatic: bool = False) -> str:
        require(not one.ended, 'the relationship has ended')
        # A key item has an envelope to itself.
        alone = any(item['kind'] in ('pqOffer', 'pqAnswer') for item in items)
        items = items if alone else [*items, *self._control(one)]
        one.clock += not automatic
        id = self.draw(16)
        plain, size = envelope.body(items, one.clock, self.now(), id), envelope.size_of(items)
        assert one.state.sending
        chain = (dh_public(one.state.own), one.state.sending.next)
        dedupe = delivery.automatic_id(one.seed, *chain, items) if automatic else self.draw(16)
        if one.first:
            one.state, sealed = envelope.seal_first(one.state, one.first, plain, size, self.draw)
        else:
            one.state, sealed = envelope.seal_later(one.state, plain, size, self.draw)
        service, address = take_address(one, day(self.now()))
        self.mailboxes[0].submit(service, address, sealed, dedupe, self.now())
        return id.hex()

    # Receiving

    def fetch(self) -> list[list[Value]]:
        """Reads every mailbox once and answers what is due. What each relationship has heard so far."""
        for box in self.mailboxes:
            items = box.waiting()
            for item in items:
                self._receive(item['address'], item['envelope'])
            if items:
                box.acknowledge(items)
        for one in self.relationships:
            if one.ended:
                continue
            if offered := ratchet.due_offer(one.state, self.draw):
                one.state = offered[0]
                one.due.append([{'kind': 'pqOffer', 'value': offered[1]}])
            while one.due:
                self._send(one, one.due.pop(0), automatic=True)
            while one.receipts:
                self._send(one, [], automatic=True)
        return [one.heard for one in self.relationships]

    def mixed(self, number: int) -> int:
        """The number of the newest post-quantum secret in the root key."""
        return self.relationships[number].state.mixed

    def _receive(self, address: bytes, sealed: bytes) -> None:
        owner = self.book.get(H(address)[:16])
        if owner is None or H(sealed) in self.seen:
            return
        try:
            if isinstance(owner, Open):
                self._receive_at_invitation(owner, sealed)
            elif isinstance(owner, Mask):
                self._receive_mail(owner, sealed)
            else:
                self._take(owner, envelope.open_later(owner.state, sealed, self.draw))
            self.seen.add(H(sealed))
        except Refused:
            return  # dropped: acknowledged all the same

    def _receive_at_invitation(self, mine: Open, sealed: bytes) -> None:
        try:
            shake, message = envelope.split_first(mine.keys.envelope_key, sealed)
        except Refused:
            # The acceptor has read a reply, and has no other address yet.
            require(mine.relationship is not None, 'nobody accepted')
            assert mine.relationship
            self._take(mine.relationship, envelope.open_later(mine.relationship.state, sealed, self.draw))
            return
        known = mine.relationship
        if known and formats.decode('handshake', shake)['acceptor'] == known.theirs:
            self._take(known, envelope.open_message(known.state, message, self.draw))
            return
        acceptor, read = envelope.open_first(sealed, mine.digest, mine.inviter, mine.keys, self.draw)
        one = Relationship(mine.inviter, acceptor, read.state, self.draw(32))
        self._take(one, read)
        if known:
            self._send(one, [{'kind': 'terminate', 'value': {'reason': 'invitation-used'}}])
            return
        mine.relationship = one
        self.relationships.append(one)
        one.due.append([])  # the first reply, at once

    def _take(self, one: Relationship, read: envelope.Read) -> None:
        one.state = read.state
        was_first, one.first = (
            one.first,
            None,
        )  # whatever they write under the ratchet shows that they have the handshake
        if read.body is None:
            one.heard.append({'lost': True})
            return
        one.clock = max(one.clock, min(read.body['clock'], HIGHEST_CLOCK))
        shows = False
        for item in read.body['items']:
            if item.get('kind') == 'addresses' and not read.late:
                # What the invitation gave goes as soon as they give others.
                one.grants = merged([] if was_first else one.grants, item['value'])
                was_first = None
            with suppress(Refused):  # one item that does not hold leaves the others as they are
                shows = self._take_item(one, item) or shows
        if shows:
            one.receipts.append(read.body['id'])

    def _take_item(self, one: Relationship, item: Value) -> bool:
        """Whether it shows something, for which a receipt is due."""
        kind, value = item.get('kind'), item.get('value')
        if kind == 'profile':
            one.name = value['name']
        elif kind == 'longTerm':
            one.long_term |= {grant['service']['origin']: grant['address'] for grant in value}
        elif kind == 'addressRequest':
            one.gave_long_term = False
            one.due.append([{'kind': 'addresses', 'value': []}])
        elif kind == 'pqOffer':
            one.state, answer = ratchet.answer(one.state, value, self.draw)
            one.due.append([{'kind': 'pqAnswer', 'value': answer}])
        elif kind == 'pqAnswer':
            one.state = ratchet.take(one.state, value)
        elif kind == 'receipt':
            one.heard.append({value['state']: [id.hex() for id in value['messages']]})
        elif kind == 'terminate':
            one.ended = True
            one.heard.append({'ended': value['reason']})
        elif kind == 'text':
            one.heard.append({'text': value['text']})
            return True
        elif kind == 'attachment':
            content = self.mailboxes[0].read_blob(value['blob'], value['byteCount'])
            one.heard.append({'file': value['name'], 'content': content.hex()})
            return True
        elif kind == 'longText':
            content = self.mailboxes[0].read_blob(value['blob'], value['byteCount'])
            one.heard.append({'text': content.decode()})
            return True
        return False
