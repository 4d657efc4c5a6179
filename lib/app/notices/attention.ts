// Telling a person that something came: the number on the toolbar button and a system notification. A notification
// names the sender, never the content.
import { webUrl } from '#bytes/web-url.ts';
import type { AppContext, Arrival } from '../ports/ports.ts';
import { profile } from '../records/profile.ts';
import { recent, relationship } from '../records/relationship.ts';

export interface SystemNotice {
  /** A newer notice of the same id takes the place of the older. */
  readonly id: string;
  readonly title: string;
  readonly message: string;
}

export interface Notifier {
  show(notice: SystemNotice): Promise<void>;
  clear(id: string): Promise<void>;
}

/** As much of the device as says what there is to tell. */
export interface Noticing {
  opened(): Promise<{ readonly app: Pick<AppContext, 'store'> } | null>;
  /** Arrivals while it is locked. */
  waiting(): Promise<number>;
}

export interface AttentionOptions {
  readonly device: Noticing | Promise<Noticing>;
  readonly notifier: Notifier;
  /** The number on the toolbar button; '': none. */
  showBadge(text: string): Promise<void>;
  /** Whether the person has that conversation in front of them now: they see the message, so nothing pops up. */
  isInFront(relationship: string): boolean;
  readonly words: { readonly [K in Arrival['kind']]: (name: string) => string };
  readonly title: string;
  open(relationship: string): void;
  openServices(): void;
  /** How many questions wait in the popup alone. */
  questions(): Promise<number>;
}

/** In front of the origin in the id of a notice about a service. */
const SERVICE = 'service:';
const LARGEST_BADGE = 99;

const badgeText = (count: number): string =>
  count === 0 ? '' : count > LARGEST_BADGE ? `${LARGEST_BADGE}+` : String(count);

export class Attention {
  readonly #options: AttentionOptions;

  constructor(options: AttentionOptions) {
    this.#options = options;
  }

  /** Unread messages, or arrivals while locked, and questions that the popup asks. */
  async badge(): Promise<void> {
    const { showBadge, questions } = this.#options;
    const device = await this.#options.device;
    const open = await device.opened();
    const [known] = open === null ? [null] : await open.app.store.read([recent]);
    const messages = open === null ? await device.waiting() : (known?.unread ?? 0);
    await showBadge(badgeText(messages + (await questions())));
  }

  async arrived(arrival: Arrival): Promise<void> {
    // Services are looked after on a page that is seldom open: their news always pops up.
    if ('service' in arrival) return this.#tellOfService(arrival.service, arrival.kind);
    const { isInFront, notifier, title, words } = this.#options;
    const { relationship: id, kind } = arrival;
    if (isInFront(id) || !(await this.#isWanted())) return;
    const open = await (await this.#options.device).opened();
    const [known] = open === null ? [null] : await open.app.store.read([relationship(id)]);
    // One notice per relationship: a newer one takes the place of the older.
    if (known !== null) await notifier.show({ id, title, message: words[kind](known.name) });
  }

  /** A conversation changed: a message that was read needs no notice any more. While locked nothing says so. */
  async changed(id: string): Promise<void> {
    const open = await (await this.#options.device).opened();
    if (open === null) return;
    const [known] = await open.app.store.read([relationship(id)]);
    if ((known?.unread ?? 0) === 0) await this.#options.notifier.clear(id);
  }

  /** The person clicked on a notice. */
  clicked(id: string): void {
    if (id.startsWith(SERVICE)) this.#options.openServices();
    else this.#options.open(id);
  }

  async #tellOfService(origin: string, kind: 'left' | 'otherKey'): Promise<void> {
    if (!(await this.#isWanted())) return;
    const { notifier, title, words } = this.#options;
    const host = webUrl(origin)?.host ?? origin;
    await notifier.show({ id: `${SERVICE}${origin}`, title, message: words[kind](host) });
  }

  /** Whether the settings allow notices; never while locked. */
  async #isWanted(): Promise<boolean> {
    const open = await (await this.#options.device).opened();
    const [settings] = open === null ? [null] : await open.app.store.read([profile]);
    return settings?.notifications ?? false;
  }
}
