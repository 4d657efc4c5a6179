// What follows from what the device and its services tell: pages, scripts in web pages, notices and push lines hear of
// it. Nothing here waits: the device goes on at once. While a text is on its way pages alone hear at once: the rest of
// what follows from a message, once for all that comes until a moment is quiet, would only keep it waiting.
import type { DevicePorts, OpenVault } from '#app/device/open-vault.ts';
import type { Rounds } from '#app/device/rounds.ts';
import type { Attention } from '#app/notices/attention.ts';
import type { Arrival, Health } from '#app/ports/ports.ts';
import type { ServiceHealth } from '#app/show/connection.ts';
import type { ChosenTabs } from '#app/sites/chosen.ts';
import type { TypedLogins } from '#app/sites/typed-logins.ts';
import type { Topic } from '../call/topics.ts';
import { shownOf } from '../conversations/shown.ts';
import type { FillPermits } from '../sites/fill-permits.ts';
import { watchingIfAny } from '../watch/watching.ts';
import type { GlimpseWriter } from './leave-glimpse.ts';
import type { PageScripts } from './page-scripts.ts';

export interface ReactionsOptions {
  readonly health: Pick<ServiceHealth, 'note' | 'notePush'>;
  readonly attention: Pick<Attention, 'badge' | 'changed' | 'arrived'>;
  readonly scripts: Pick<PageScripts, 'nudge' | 'mailCame'>;
  readonly chosen: Pick<ChosenTabs, 'clear'>;
  readonly permits: Pick<FillPermits, 'clear'>;
  readonly typed: Pick<TypedLogins, 'unlocked' | 'clear'>;
  readonly rounds: Pick<Rounds, 'sendNow' | 'heard'>;
  readonly lines: { hold(): Promise<void> };
  readonly glimpse: Pick<GlimpseWriter, 'note'>;
  publish(topic: Topic): void;
  /** Runs in so many ms, if this worker lives that long. */
  after(delayMs: number, run: () => void): () => void;
  /** Shows the browser that its worker is not idle. */
  stayAwake(): Promise<unknown>;
  now(): number;
  report(error: unknown): void;
}

/** Longer than a text takes from its step to its paint; a number on the button is not missed for so long. */
const ASIDE_MS = 150;
/** While texts follow each other faster than that. */
const LONGEST_ASIDE_MS = 1000;

export class Reactions {
  readonly #options: ReactionsOptions;
  /** By name. */
  readonly #aside = new Map<string, () => Promise<unknown>>();
  /** In this turn of the worker: a step may change a hundred things that are shown under one topic. */
  readonly #told = new Set<Topic>();
  #asideSince = 0;
  #stopAside = (): void => {};

  constructor(options: ReactionsOptions) {
    this.#options = options;
  }

  /** @param open the vault as it is in this moment */
  changed(change: Parameters<DevicePorts['announce']>[0], open: OpenVault | null): void {
    const { attention, lines, glimpse, scripts, chosen, permits, typed, stayAwake } = this.#options;
    const { topic } = change;
    // Nothing else tells the browser while a vault is rewritten, or a service asked about leaks.
    if (topic === 'tidying' || topic === 'watch') this.#begin(stayAwake());
    // Noted first, so that pages then get fresh answers.
    else if (topic !== 'vault' && open !== null) {
      shownOf(open).note(change);
      watchingIfAny(open)?.watch.note(change);
    }
    this.#tellPages(topic === 'thread' ? `thread:${change.relationship}` : topic);
    if (topic === 'vault') this.#begin(attention.badge());
    if (topic === 'conversations') this.#later('badge', () => attention.badge());
    if (topic === 'conversations' || topic === 'settings' || topic === 'vault') glimpse.note();
    if (topic === 'thread') this.#later(change.relationship, () => attention.changed(change.relationship));
    if (topic === 'vault') {
      scripts.nudge();
      if (open === null) for (const given of [chosen, permits]) this.#begin(given.clear());
      this.#begin(open === null ? typed.clear() : typed.unlocked());
    }
    // A service that was just joined has a mailbox to be pushed about.
    if (topic === 'vault') this.#begin(lines.hold());
    if (topic === 'connection') this.#later('lines', () => lines.hold());
  }

  arrived(arrival: Arrival): void {
    const { attention, scripts } = this.#options;
    this.#begin(attention.arrived(arrival));
    if (arrival.kind === 'mail') this.#begin(scripts.mailCame(arrival.relationship));
  }

  /** A service answered, or did not. */
  answered(origin: string, state: Health): void {
    const { health, publish, rounds, now } = this.#options;
    if (!health.note(origin, state, now())) return;
    publish('connection');
    // It is back: failed work need not wait out its pause.
    if (state === 'connected') this.#begin(rounds.sendNow());
  }

  /** The push lines to a service stand, or stand no more. */
  lineChanged(origin: string, open: boolean): void {
    const { health, publish, rounds, now } = this.#options;
    if (health.notePush(origin, open, now())) publish('connection');
    if (open) this.#begin(rounds.heard(origin));
  }

  /** The first page has opened, or the last has closed. */
  watched(watched: boolean): void {
    if (watched) this.#begin(this.#options.lines.hold());
  }

  /** No page can ask before the turn is over, so all that is noted in it is in the answer. */
  #tellPages(topic: Topic): void {
    if (this.#told.has(topic)) return;
    if (this.#told.size === 0) queueMicrotask(() => this.#told.clear());
    this.#told.add(topic);
    this.#options.publish(topic);
  }

  #later(name: string, work: () => Promise<unknown>): void {
    const { after, now } = this.#options;
    if (this.#aside.size === 0) this.#asideSince = now();
    this.#aside.set(name, work);
    this.#stopAside();
    const longest = this.#asideSince + LONGEST_ASIDE_MS - now();
    this.#stopAside = after(Math.max(0, Math.min(ASIDE_MS, longest)), () => {
      const all = [...this.#aside.values()];
      this.#aside.clear();
      for (const one of all) this.#begin(one());
    });
  }

  #begin(work: Promise<unknown>): void {
    work.catch(this.#options.report);
  }
}
