"""Whom one writes with, and at which of their addresses: ../addresses.md, Terms; ../formats.md, Addresses."""

from dataclasses import dataclass, field

from . import envelope, formats, ratchet
from .formats import Value
from .invitation import Identity, Prekeys
from .notation import Refused

ON_ITS_WAY_DAYS = 8
MOST_ADDRESSES = 8


@dataclass
class Relationship:
    own: Identity
    theirs: Value
    """Their identity."""
    state: ratchet.State
    seed: bytes
    """Grows the ids of the addresses that they are given."""
    name: str = ''
    first: envelope.First | None = None
    next_index: int = 0
    clock: int = 0
    grants: list[Value] = field(default_factory=list)
    """`addressGrant`s of theirs, at each service the newest address first."""
    long_term: dict[str, bytes] = field(default_factory=dict)
    gave_long_term: bool = False
    receipts: list[bytes] = field(default_factory=list)
    """Ids of messages that a receipt is due for."""
    due: list[list[Value]] = field(default_factory=list)
    """Automatic messages that are due, by their items."""
    heard: list[Value] = field(default_factory=list)
    ended: bool = False


@dataclass
class Open:
    """An invitation of one's own."""

    inviter: Identity
    keys: Prekeys
    digest: bytes
    seed: bytes
    relationship: Relationship | None = None


@dataclass
class Mask:
    """An e-mail address of one's own, with keys of its own."""

    management_key: bytes
    mail_secret: bytes
    seed: bytes
    mails: list[Value] = field(default_factory=list)


Owner = Relationship | Open | Mask


def take_address(one: Relationship, today: int) -> tuple[Value, bytes]:
    """Service and address for the next message. An ephemeral one is used up, unless it is the last at its service."""
    start = one.seed[0] % max(1, len(one.grants))
    for until in (today + ON_ITS_WAY_DAYS, today):
        for grant in one.grants[start:] + one.grants[:start]:
            good = [address for address in grant['addresses'] if _expiry(address) >= until]
            if good:
                if len(good) > 1:
                    grant['addresses'].remove(good[0])
                return grant['service'], good[0]
        for grant in one.grants:
            lasting = one.long_term.get(grant['service']['origin'])
            if lasting and _expiry(lasting) >= until:
                return grant['service'], lasting
    raise Refused('no address of theirs is good any more')


def _expiry(address: bytes) -> int:
    """The last day of an address; before every day for what is none."""
    try:
        return int(formats.decode('deliveryAddress', address)['expiryDay'])
    except Refused:
        return -1


def merged(held: list[Value], told: list[Value]) -> list[Value]:
    """A list is complete: what is held at services that it leaves out is forgotten."""
    older = {(grant['service']['origin'], grant['service']['key']): grant['addresses'] for grant in held}
    merged = []
    for grant in told:
        before = older.get((grant['service']['origin'], grant['service']['key']), [])
        merged.append(grant | {'addresses': [*grant['addresses'], *before][:MOST_ADDRESSES]})
    return merged
