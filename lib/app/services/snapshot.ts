// The facts that a step must know before it begins, since it can ask no service while it runs: the time, my services
// with their keys, and how long automatic messages may be held back.
import type { Delay } from '#wire/transport.ts';
import type { AppContext } from '../ports/ports.ts';
import { profile } from '../records/profile.ts';
import { type Senders, sendersOf } from './senders.ts';
import { joinServices, mailboxesAmong, myServices, type Receivers, servicesFor } from './services.ts';

export interface Facts {
  readonly now: number;
  readonly receivers: Receivers;
  readonly senders: Senders;
  /** The mailboxes that may hold mail for me, also at services that I am leaving: an address is revoked there too. */
  readonly mailboxes: readonly { readonly origin: string; readonly root: Uint8Array }[];
  readonly automaticDelay: Delay;
}

export async function factsOf(app: AppContext): Promise<Facts> {
  const mine = await myServices(app);
  const receivers = servicesFor(mine, 'receiving');
  const mailboxes = mailboxesAmong(mine);
  const [settings] = await app.store.read([profile]);
  return {
    now: app.now(),
    receivers: receivers.filter(({ service }) => service.root !== null && !service.retired),
    senders: sendersOf(mine, mailboxes, app.relays),
    mailboxes: mailboxes.flatMap(({ use, service: { root } }) =>
      root === null ? [] : [{ origin: use.origin, root: root.root }],
    ),
    automaticDelay: settings?.automaticDelay ?? 'none',
  };
}

/** The same, for a step that needs a service: if none has been reached yet, they are asked now. */
export async function joinedFactsOf(app: AppContext): Promise<Facts> {
  const facts = await factsOf(app);
  if (facts.receivers.length > 0) return facts;
  await joinServices(app);
  return factsOf(app);
}
