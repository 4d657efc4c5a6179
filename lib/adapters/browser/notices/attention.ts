// Telling a person that something came: the number on the toolbar button and a system notification. A notification
// names the sender, never the content.
import type { Arrival } from '#app/ports/ports.ts';
import { webUrl } from '#bytes/web-url.ts';
import { showBadge } from './badge.ts';
import { createNotifier, type Notifier } from './notifier.ts';

export interface AttentionOptions {
  /** Whether the settings allow notifications; false while locked. */
  wanted(): Promise<boolean>;
  /** Unread messages, or arrivals while locked. */
  count(): Promise<number>;
  /** Name of the relationship, as the person calls it. */
  nameOf(relationship: string): Promise<string | null>;
  /** Unread messages of one relationship; 0 if it is gone, null while locked. */
  unreadIn(relationship: string): Promise<number | null>;
  /**
   * Whether the person has that conversation in front of them right now: then they see the message, and nothing pops
   * up.
   */
  isInFront(relationship: string): boolean;
  readonly words: { readonly [K in Arrival['kind']]: (name: string) => string };
  readonly title: string;
  readonly iconUrl: string;
  open(relationship: string): void;
  openServices(): void;
}

const COLOR = '#4b3fd1';
/** In front of the origin in the id of a notice about a service. */
const SERVICE = 'service:';

export class Attention {
  readonly #options: AttentionOptions;
  readonly #notifier: Notifier;

  /** Must be made at once at the start of a worker: a click on a notification may have woken it. */
  constructor(options: AttentionOptions) {
    this.#options = options;
    this.#notifier = createNotifier({
      iconUrl: options.iconUrl,
      onClick: (id) => (id.startsWith(SERVICE) ? options.openServices() : options.open(id)),
    });
  }

  async badge(): Promise<void> {
    await showBadge(await this.#options.count(), COLOR);
  }

  async arrived(arrival: Arrival): Promise<void> {
    const options = this.#options;
    // Services are looked after on a page that is seldom open: their news always pops up.
    if ('service' in arrival) return this.#tellOfService(arrival.service, arrival.kind);
    const { relationship, kind } = arrival;
    if (options.isInFront(relationship) || !(await options.wanted())) return;
    const name = await options.nameOf(relationship);
    if (name === null) return;
    // One notice per relationship: a newer one takes the place of the older.
    await this.#notifier.show({ id: relationship, title: options.title, message: options.words[kind](name) });
  }

  async #tellOfService(origin: string, kind: 'left' | 'otherKey'): Promise<void> {
    const { wanted, title, words } = this.#options;
    if (!(await wanted())) return;
    const host = webUrl(origin)?.host ?? origin;
    await this.#notifier.show({ id: `${SERVICE}${origin}`, title, message: words[kind](host) });
  }

  /** A conversation changed: a message that was read needs no notice any more. */
  async changed(relationship: string): Promise<void> {
    if ((await this.#options.unreadIn(relationship)) === 0) await this.#notifier.clear(relationship);
  }
}
