// What a step must know before it begins, since it can ask nobody while it runs: the time, and my receiving services with their keys.
import type { Receivers } from './addresses.ts';
import type { Desk } from './ports.ts';
import { joinServices, myServicesWith } from './services.ts';

export interface Facts {
  readonly now: number;
  readonly receivers: Receivers;
}

export async function factsOf(desk: Desk): Promise<Facts> {
  const receivers = await myServicesWith(desk, 'receiving');
  return { now: desk.now(), receivers: receivers.filter(({ service }) => service.root !== null && !service.retired) };
}

/** The same, for what cannot be done without a service: where none has been reached yet, they are asked now. */
export async function joinedFactsOf(desk: Desk): Promise<Facts> {
  const facts = await factsOf(desk);
  if (facts.receivers.length > 0) return facts;
  await joinServices(desk);
  return factsOf(desk);
}
