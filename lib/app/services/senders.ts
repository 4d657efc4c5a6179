// My sending services as a step knows them, and the order in which to try them for one letter. The step that queues the
// letter pays the first of them, and the courier asks that one first: both draw from the id of the letter, which no
// service is told.
import type { Entropy } from '#bytes/entropy.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import type { ServiceName } from '#wire/service.ts';
import { nearnessOf } from '../operators/separation.ts';
import type { RelayOrder } from '../ports/ports.ts';
import type { Payee } from '../tokens/token-stock.ts';
import { type MyService, servicesFor } from './services.ts';

export interface Senders {
  readonly mine: readonly MyService[];
  /** Of the services that hold mailboxes of mine. */
  readonly mailboxes: readonly ServiceName[];
  readonly relays: RelayOrder;
}

/** @param mine all my services */
export function sendersOf(mine: readonly MyService[], mailboxes: readonly MyService[], relays: RelayOrder): Senders {
  return { mine: servicesFor(mine, 'sending'), mailboxes: mailboxes.map(({ service }) => service.name), relays };
}

/** @param id of the outbox item @param letter.service where it is to be delivered */
export function relaysFor(
  { mine, mailboxes, relays }: Senders,
  id: string,
  letter: { readonly service: ServiceName; readonly envelope: Uint8Array },
  now: number,
): Payee[] {
  const payees = mine.map(({ service, statement }) => ({ origin: service.name.origin, statement }));
  // The operator of my mailbox could connect writer and reader; that of theirs, writer and recipient.
  const tells = (origin: string): number => {
    const place = mine.find(({ service }) => service.name.origin === origin)?.service.name ?? { origin, key: null };
    return nearnessOf(place, mailboxes) * 2 + Math.min(1, nearnessOf(place, [letter.service]));
  };
  const need = { destination: letter.service.origin, byteCount: letter.envelope.length, tells };
  const origins = payees.map(({ origin }) => origin);
  return relays
    .order(origins, need, now, drawsOf(id))
    .flatMap((origin) => payees.filter((payee) => payee.origin === origin));
}

/** As many bytes as sixteen services draw. */
function drawsOf(id: string): Entropy {
  let left = sha256(encodeUtf8(`relays ${id}`));
  return (byteCount) => {
    if (left.length < byteCount) left = sha256(left);
    const drawn = left.subarray(0, byteCount);
    left = left.subarray(byteCount);
    return drawn;
  };
}
