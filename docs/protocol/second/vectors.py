"""The golden vectors, run against this implementation: ../vectors.md says what they hold."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import addresses, blobs, delivery, envelope, formats, handshake, hpke, invitation, masks, ratchet, reset
from .invitation import Identity, Prekeys
from .notation import Draw, H, Refused, dh_public, sign_public

Json = Any
FOLDER = Path(__file__).parents[3] / 'lib/protocol/vectors'
TERMS = ('presentation', 'services', 'createdAt', 'expiryDay')


class Different(Exception):
    """This implementation and a vector disagree."""


def same(made: Any, wanted: Any, what: str) -> None:
    if isinstance(made, bytes) and isinstance(wanted, str):
        made = made.hex()
    if made != wanted:
        raise Different(what)


class Script:
    """The random bytes of a vector, in the order in which they were drawn. Other sizes than those drawn are a fault."""

    def __init__(self, *draws: list[str]) -> None:
        self.left = [bytes.fromhex(drawn) for some in draws for drawn in some]

    def __call__(self, n: int) -> bytes:
        if not self.left or len(self.left[0]) != n:
            raise Different(f'{n} bytes drawn, where the vector draws {len(self.left[0]) if self.left else "nothing"}')
        return self.left.pop(0)

    def ends(self) -> None:
        same(len(self.left), 0, 'less was drawn than the vector draws')


def plain(value: Json) -> Any:
    """A vector's value: {'hex': …} is bytes."""
    if isinstance(value, dict):
        return bytes.fromhex(value['hex']) if set(value) == {'hex'} else {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list) else value


def of_hex(text: str) -> bytes:
    return bytes.fromhex(text)


def check_formats(vectors: Json) -> None:
    for vector in vectors:
        name, value, encoded = vector['format'], plain(vector['value']), of_hex(vector['encoded'])
        same(formats.encode(name, value), vector['encoded'], f'{name}: encoding')
        same(formats.decode(name, encoded), value, f'{name}: decoding')
        if name not in ('delivery', 'submission'):  # these end in `rest`, which takes any byte
            same(_takes(name, encoded + b'\0'), False, f'{name}: a byte too many')


def _takes(name: str, encoded: bytes) -> bool:
    try:
        formats.decode(name, encoded)
        return True
    except Refused:
        return False


def check_address(v: Json) -> None:
    service, today = plain(v['service']), v['outerGeneration']['fromDay']
    inner, outer = plain(v['innerGeneration']), plain(v['outerGeneration'])
    secrets = [Script(v['innerDraws']), Script(v['outerDraws'])]
    for draw, generation in zip(secrets, [inner, outer], strict=True):
        inner_secret, outer_secret = draw(32), draw(32)
        same(dh_public(inner_secret), generation['inner'], 'inner key')
        same(hpke.xwing_public(outer_secret), generation['outer'], 'outer key')
    same(addresses.newest([inner, outer], today), outer, 'newest generation')
    owner = Script(v['ownerDraws'])(32)
    same(sign_public(owner), v['addressKey'], 'address key')
    id = addresses.address_id(of_hex(v['relationshipSeed']), v['index'], v['latency'])
    same(id, v['id'], 'id')
    root, draw = of_hex(v['root']), Script(v['addressDraws'], v['sealDraws'])
    address = addresses.make(owner, service, inner, root, id, v['expiryDay'], draw)
    same(address, v['deliveryAddress'], 'delivery address')
    carried = of_hex(v['envelope'])
    sealed = addresses.seal(address, service, outer, carried, draw)
    same(sealed, v['sealedAddress'], 'sealed address')
    same(formats.encode('delivery', {'address': sealed, 'envelope': carried}), v['delivery'], 'delivery')
    opened = addresses.open_sealed(sealed, service, of_hex(v['outerDraws'][1]), carried)
    same(opened, address, 'opened address')
    content = addresses.open_address(address, service, of_hex(v['innerDraws'][0]), of_hex(v['addressKey']))
    same((content['root'], content['id']), (root, id), 'resolved')
    draw.ends()


def _inviter(encoded: bytes, draw: Draw) -> tuple[Identity, Prekeys]:
    terms = {name: value for name, value in formats.decode('invitation', encoded).items() if name in TERMS}
    inviter = invitation.create_identity(draw)
    made, keys = invitation.create(inviter, terms, draw)
    same(made, encoded, 'invitation')
    return inviter, keys


def check_invitation(v: Json) -> None:
    draw, encoded = Script(v['identityDraws'], v['invitationDraws']), of_hex(v['invitation'])
    inviter, _ = _inviter(encoded, draw)
    draw.ends()
    same(inviter.public, plain(v['identity']), 'identity')
    checked = invitation.check(encoded, v['terms']['createdAt'])
    same({name: checked[name] for name in TERMS}, plain(v['terms']), 'terms')
    same(H(encoded), v['digest'], 'digest')
    same(invitation.read_text(f'> {invitation.written(encoded)}\n')[1], encoded, 'as text')
    # The id of this blob is no part of the vector.
    bundle = invitation.bundle(encoded, Script(v['bundleDraws'], ['00' * 16]))
    same([bundle.key.hex(), bundle.parts[0].hex()], [v['bundleKey'], v['bundle']], 'bundle')
    same(bundle.digest, v['bundleDigest'], 'digest of the bundle')


def check_pqxdh(v: Json) -> None:
    encoded, draw = of_hex(v['invitation']), Script(v['inviterIdentityDraws'], v['invitationDraws'])
    inviter, keys = _inviter(encoded, draw)
    draw = Script(v['acceptorIdentityDraws'], v['acceptDraws'])
    acceptor = invitation.create_identity(draw)
    made, agreed = handshake.accept(encoded, acceptor, formats.decode('invitation', encoded)['createdAt'], draw)
    draw.ends()
    same(made, v['handshake'], 'handshake')
    same([part.hex() for part in agreed], [v['secret'], v['associatedData']], 'SK and AD')
    same(handshake.receive(made, of_hex(v['digest']), inviter, keys), agreed, "the inviter's half")
    same(invitation.safety_number(inviter.public, acceptor.public), v['safetyNumber'], 'safety number')


def check_ratchet(v: Json) -> None:
    start, messages = v['start'], []
    secret, ad, prekey = (of_hex(text) for text in (start['secret'], start['associatedData'], *start['prekeyDraws']))
    ends = {
        'acceptor': ratchet.start_acceptor(secret, ad, dh_public(prekey), Script(start['acceptorDraws'])),
        'inviter': ratchet.start_inviter(secret, ad, prekey),
    }
    offered = answered = None
    for n, step in enumerate(v['steps']):
        kind = next(iter(step))
        draw, who, where = Script(step.get('draws', [])), step[kind], f'step {n}: {kind}'
        if kind == 'send':
            ends[who], message = ratchet.encrypt(ends[who], of_hex(step['plaintext']), draw)
            same(message, step['message'], where)
            messages.append(message)
        elif kind == 'receive':
            before = _kept(ends[who])
            same(_receive(ends, who, messages[step['message']], draw), (step['outcome'], step.get('plaintext')), where)
            after = _kept(ends[who])
            same(after - before, {kept['key'] for kept in step.get('keep', [])}, f'{where}: keeps')
            same(len(before - after), len(step.get('forget', [])), f'{where}: forgets')
        elif kind == 'offer':
            ends[who], offered = ratchet.offer(ends[who], draw)
            same((offered['number'], offered['key'].hex()), (step['number'], step['key']), where)
        elif kind == 'answer':
            ends[who], answered = ratchet.answer(ends[who], offered, draw)
            same(answered['ciphertext'], step['ciphertext'], where)
            agreed = ends[who].answered
            same(agreed and agreed.secret.hex(), step['secret'], where)
        else:
            ends[who] = ratchet.take(ends[who], answered)
        draw.ends()
    for who, state in ends.items():
        # The reference's own record of its state; what both hold must stand in it.
        assert state.sending and state.receiving
        for held in (state.root, state.own, state.sending.chain_key, state.receiving.chain_key):
            same(held.hex() in v[who], True, f'state of the {who} at the end')


def _receive(ends: dict[str, ratchet.State], who: str, message: bytes, draw: Draw) -> tuple[str, str | None]:
    try:
        opened = ratchet.decrypt(ends[who], message, draw)
        ends[who] = opened.state
        return 'decrypted', opened.plaintext.hex()
    except ratchet.Spent:
        return 'spent', None


def _kept(state: ratchet.State) -> set[str]:
    chains = [*state.past, *([state.receiving] if state.receiving else [])]
    return {key.hex() for chain in chains for key in chain.kept.values()}


def check_envelope(v: Json) -> None:
    start = v['start']
    encoded, for_inviter, for_acceptor = (
        of_hex(start['invitation']),
        Script(start['inviterDraws']),
        Script(start['acceptorDraws']),
    )
    inviter, keys = _inviter(encoded, for_inviter)
    acceptor = invitation.create_identity(for_acceptor)
    shake, agreed = handshake.accept(
        encoded, acceptor, formats.decode('invitation', encoded)['createdAt'], for_acceptor
    )
    prekey = formats.decode('invitation', encoded)['prekey']
    alice = ratchet.start_acceptor(agreed.secret, agreed.associated_data, prekey, for_acceptor)
    same(keys.envelope_key, start['envelopeKey'], 'envelope key')

    def written(text: str, clock: int, draw: Draw) -> bytes:
        return envelope.body([{'kind': 'text', 'value': {'text': text}}], clock, 0, draw(16))

    def text_of(read: envelope.Read) -> str:
        return read.body['items'][0]['value']['text'] if read.body else ''

    first = envelope.First(keys.envelope_key, shake)
    alice, made = envelope.seal_first(alice, first, written(v['first']['text'], 1, for_acceptor), 'small', for_acceptor)
    same(made, v['first']['envelope'], 'first envelope')
    who, read = envelope.open_first(made, H(encoded), inviter, keys, for_inviter)
    same((who, text_of(read)), (acceptor.public, v['first']['text']), 'first envelope, opened')
    for script in (for_acceptor, for_inviter):
        script.ends()

    draw = Script(v['reply']['draws'])
    _, made = envelope.seal_later(read.state, written(v['reply']['text'], 2, draw), 'small', draw)
    same(made, v['reply']['envelope'], 'reply')
    draw.ends()
    draw = Script(v['later']['draws'])
    read = envelope.open_later(alice, made, draw)
    same(text_of(read), v['reply']['text'], 'reply, opened')
    _, made = envelope.seal_later(read.state, written(v['later']['text'], 3, draw), 'small', draw)
    same(made, v['later']['envelope'], 'later envelope')
    draw.ends()


def check_mail(v: Json) -> None:
    draw, mail = Script(v['keyDraws'], v['sealDraws']), of_hex(v['mail'])
    secret = draw(32)
    key = hpke.xwing_public(secret)
    same(key, v['mailKey'], 'mail key')
    sealed = masks.seal_mail(key, mail, draw)
    same(sealed, v['envelope'], 'envelope')
    same(masks.open_mail(secret, sealed), {'kind': 'inline', 'value': mail}, 'opened')
    draw.ends()


def check_dedupe(v: Json) -> None:
    for told in v['told']:
        # Only codes and what receipts tell count, so the payloads of others are left out.
        items = [{'code': c, 'fallback': '', 'payload': of_hex(p)} for c, p in zip(told['codes'], told['receipts'])]
        made = delivery.automatic_id(of_hex(v['relationshipSeed']), of_hex(v['dh']), v['number'], items)
        same(made, told['dedupe'], 'dedupe')
        same(delivery.next_id(made), told['next'], 'next')
        same(delivery.next_id(delivery.next_id(made)), told['afterNext'], 'after next')


def check_blob(vectors: Json) -> None:
    for v in vectors:
        draw, n, reference = Script(v['draws']), int(v['content'].split()[0]), plain(v['reference'])
        content = bytes((31 * i + i // 256) % 256 for i in range(n))
        blob = blobs.seal(content, draw)
        draw.ends()
        for name, made in (('id', blob.id), ('key', blob.key), ('digest', blob.digest), ('byteCount', blob.byte_count)):
            same(made, reference[name], name)
        for part, wanted in zip(blob.parts, v['parts'], strict=True):
            shown = [len(part), part[:32].hex(), part[-32:].hex(), H(part).hex()]
            same(shown, [wanted['byteCount'], wanted['first'], wanted['last'], wanted['digest']], 'part')
        opened = blobs.open_parts(blob.key, blob.digest, blob.byte_count, blob.digests, blob.parts)
        same(opened, content, 'opened')


def check_reset(v: Json) -> None:
    sender = invitation.create_identity(Script(v['senderIdentityDraws']))
    other = invitation.create_identity(Script(v['otherIdentityDraws']))
    key = reset.reset_key(handshake.Agreed(of_hex(v['first']['secret']), of_hex(v['first']['associatedData'])))
    same(key, v['resetKey'], 'reset key')
    for own, theirs in ((sender, other), (other, sender)):
        same(reset.classic_reset_key(own, theirs.public), v['classicResetKey'], 'classic reset key')
    draw = Script(v['resetDraws'], v['envelopeDraws'])
    made, keys = reset.create(sender, other.public, plain(v['terms']), draw)
    same(made, v['reset'], 'reset')
    same(H(made), v['digest'], 'digest')
    same(reset.seal(key, made, draw), v['envelope'], 'envelope')
    draw.ends()
    opened, _ = reset.open_reset(key, other, sender.public, of_hex(v['envelope']))
    draw = Script(v['answerDraws'])
    shaken, agreed = reset.answer(opened, key, other, sender.public, draw)
    draw.ends()
    same(shaken, v['handshake'], 'handshake')
    same([part.hex() for part in agreed], [v['secret'], v['associatedData']], 'SK and AD')
    concluded = reset.conclude(shaken, H(made), key, sender, other.public, keys)
    same(concluded, agreed, "the half of the end that reset")


CHECKS: dict[str, Callable[[Json], None]] = {
    'address-1': check_address,
    'blob-1': check_blob,
    'dedupe-1': check_dedupe,
    'envelope-2': check_envelope,
    'formats-1': check_formats,
    'invitation-1': check_invitation,
    'mail-1': check_mail,
    'mail-2': check_mail,
    'pqxdh-1': check_pqxdh,
    'ratchet-2': check_ratchet,
    'reset-1': check_reset,
}


def run(folder: Path = FOLDER, checks: dict[str, Callable[[Json], None]] = CHECKS) -> int:
    """One line a file; how many do not hold."""
    failing = 0
    for name in sorted(checks):
        try:
            checks[name](json.loads((folder / f'{name}.json').read_text()))
            print(f'{name}: holds')
        except (Different, Refused) as fault:
            failing += 1
            print(f'{name}: {fault}')
    return failing


def unread(folder: Path = FOLDER) -> list[str]:
    """Golden files that nothing here checks."""
    return sorted(path.stem for path in folder.glob('*.json') if path.stem not in CHECKS)
