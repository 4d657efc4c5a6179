// Telling a person that something came: the number on the toolbar button and a system notification. A notification says who, never what.
import { showBadge } from './badge.ts';
import { createNotifier, type Notifier } from './notifier.ts';

export interface AttentionOptions {
  /** Whether the settings allow notifications; false while locked. */
  wanted(): Promise<boolean>;
  /** Unread messages, or what waits while locked. */
  count(): Promise<number>;
  /** Name of the relationship, as the person calls it. */
  nameOf(relationship: string): Promise<string | null>;
  /** Unread messages of one relationship; 0 where it is gone, null while locked. */
  unreadIn(relationship: string): Promise<number | null>;
  /** Whether somebody is looking at Nucleus right now: then nothing pops up. */
  watched(): boolean;
  readonly words: { readonly [K in 'text' | 'mail' | 'accepted']: (name: string) => string };
  readonly title: string;
  readonly iconUrl: string;
  open(relationship: string): void;
}

const COLOR = '#4b3fd1';

export class Attention {
  readonly #options: AttentionOptions;
  readonly #notifier: Notifier;

  /** Must be made at once at the start of a worker: a click on a notification may be what woke it. */
  constructor(options: AttentionOptions) {
    this.#options = options;
    this.#notifier = createNotifier({
      iconUrl: options.iconUrl,
      onClick: (relationship) => options.open(relationship),
    });
  }

  async badge(): Promise<void> {
    await showBadge(await this.#options.count(), COLOR);
  }

  async arrived({ relationship, kind }: { relationship: string; kind: 'text' | 'mail' | 'accepted' }): Promise<void> {
    const options = this.#options;
    if (options.watched() || !(await options.wanted())) return;
    const name = await options.nameOf(relationship);
    if (name === null) return;
    // One notice per relationship: a newer one takes the place of the older.
    await this.#notifier.show({ id: relationship, title: options.title, message: options.words[kind](name) });
  }

  /** A conversation changed: what is read needs no notice any more. */
  async changed(relationship: string): Promise<void> {
    if ((await this.#options.unreadIn(relationship)) === 0) await this.#notifier.clear(relationship);
  }
}
