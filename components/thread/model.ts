// One conversation: its messages (pages.ts), the texts being sent, and the draft. A text typed is sent with one nonce:
// however often the call is repeated (worker killed, two presses), it is sent once. It leaves the field at once and
// comes back if it cannot go.

import { type ReadonlySignal, signal } from '@preact/signals';
import { nonceOf } from '#app/retry/nonce.ts';
import type { ThreadView } from '#app/views/conversations.ts';
import type { App } from '../model/app.ts';
import { createDraft, type MessageDraft } from '../model/draft.ts';
import { insist } from '../model/insist.ts';
import { ASIDE_MS, onTopics } from '../model/resource.ts';
import { Pages, type ThreadPages } from './pages.ts';

const TRIES = 3;
/**
 * Services do not announce messages of a correspondent of whom the person wants to hear only now and then: while that
 * conversation is open, the page asks this often.
 */
export const LOOK_MS = 4000;

export type SendRefusal = 'too-long' | 'empty' | 'ended' | 'blocked' | 'storage' | 'site' | 'no-answer';

export interface UnsentMessage {
  nonce: string;
  text: string;
  at: number;
  refused: SendRefusal | null;
}

export interface ThreadModel extends ThreadPages {
  /** Not yet in `messages`. */
  readonly sending: ReadonlySignal<readonly UnsentMessage[]>;
  readonly newFrom: ReadonlySignal<string | null>;
  readonly draft: MessageDraft;
  loadOlder(): Promise<void>;
  /** Loads older messages until that one is there. @returns false: it is not, or too far back */
  reach(message: string): Promise<boolean>;
  reload(): Promise<void>;
  send(): Promise<void>;
  /** Tries a refused text again, under the same nonce. */
  resend(nonce: string): Promise<void>;
  /** Puts a refused text back into the field. */
  edit(nonce: string): void;
  retry(message: string): Promise<void>;
  /** The person is looking at the end of the conversation. */
  seen(): void;
}

const isPageVisible = (): boolean => globalThis.document?.visibilityState === 'visible';

export function createThread(
  app: App,
  id: string,
  lifetime: AbortSignal,
  isVisible: () => boolean = isPageVisible,
): ThreadModel {
  const pages = new Pages(app, id, lifetime, (page) => texts.arrived(page));
  const texts = new Texts(app, id, lifetime, pages);
  onTopics(app, [`thread:${id}`], () => (texts.isOwnNews() ? pages.reloadSoon() : void pages.reload()), lifetime);
  // The time of the next tokens is known anew whenever an issuer was asked.
  onTopics(app, ['connection'], () => void (pages.permission.value !== null && pages.reload()), lifetime);
  const first = pages.reload();
  lookNowAndThen(app, pages, lifetime, isVisible);

  const { relationship, messages, newFrom, hasOlder, loadingOlder, failed, permission } = pages;
  return {
    ...{ relationship, messages, newFrom, hasOlder, loadingOlder, failed, permission },
    ...{ sending: texts.sending, draft: texts.draft },
    reload: () => pages.reload(),
    loadOlder: () => pages.loadOlder(),
    async reach(message) {
      await first;
      return pages.reach(message);
    },
    send: () => texts.send(),
    resend: (nonce) => texts.resend(nonce),
    edit: (nonce) => texts.edit(nonce),
    async retry(message) {
      await app.worker.retryMessage({ relationship: id, message });
    },
    seen() {
      if ((relationship.value?.unread ?? 0) > 0) void app.worker.markRead({ relationship: id }).catch(() => {});
    },
  };
}

function lookNowAndThen({ clock }: App, pages: Pages, lifetime: AbortSignal, isVisible: () => boolean): void {
  let stop = () => {};
  const look = () => {
    if (isVisible() && (pages.relationship.value?.latency ?? 'now') !== 'now') void pages.reload();
    stop = clock.after(LOOK_MS, look);
  };
  stop = clock.after(LOOK_MS, look);
  lifetime.addEventListener('abort', () => stop());
}

/** A text is kept, and a service has it. */
const OWN_NEWS = 2;

/** The typed text, and texts that left the field and are in no page yet. */
class Texts {
  readonly #sending = signal<readonly UnsentMessage[]>([]);
  /** Accepted by the worker, not yet seen in a page: nonce → message id. */
  readonly #accepted = new Map<string, string>();
  readonly #app: App;
  readonly #id: string;
  readonly #pages: Pages;
  #sentAt = Number.NEGATIVE_INFINITY;
  #ownNews = 0;
  readonly sending: ReadonlySignal<readonly UnsentMessage[]> = this.#sending;
  readonly draft: MessageDraft;

  constructor(app: App, id: string, lifetime: AbortSignal, pages: Pages) {
    this.#app = app;
    this.#id = id;
    this.#pages = pages;
    const unsent = () => this.#sending.value.filter(({ nonce }) => !this.#accepted.has(nonce)).map(({ text }) => text);
    const save = (text: string) => app.worker.saveDraft({ relationship: id, text });
    this.draft = createDraft(save, app.clock, lifetime, unsent);
  }

  /**
   * Whether the next change of the thread is that a text which has just left the field is kept, or that a service has
   * it. It stands in the thread already: to ask for it again would only keep the worker from sending it.
   */
  isOwnNews(): boolean {
    const isJustSent = Math.abs(this.#app.clock.now() - this.#sentAt) < ASIDE_MS;
    return isJustSent && this.#ownNews-- > 0;
  }

  arrived({ messages, draft }: ThreadView): void {
    const here = new Set(messages.map(({ id }) => id));
    this.#sending.value = this.#sending.value.filter(({ nonce }) => !here.has(this.#accepted.get(nonce) ?? ''));
    if (this.#sending.value.length === 0) this.draft.adopt(draft);
  }

  async send(): Promise<void> {
    const text = this.draft.text.value;
    if (text.trim() === '') return;
    const after = this.#sending.value.at(-1)?.nonce ?? this.#pages.messages.value.at(-1)?.id ?? '';
    const entry: UnsentMessage = {
      nonce: nonceOf(this.#id, after, text),
      text,
      at: this.#app.clock.now(),
      refused: null,
    };
    this.#sending.value = [...this.#sending.value, entry];
    this.#pages.newFrom.value = null;
    this.draft.clear();
    await this.#deliver(entry);
  }

  async resend(nonce: string): Promise<void> {
    const entry = this.#entry(nonce);
    if (entry === undefined) return;
    this.#refuse(nonce, null);
    await this.#deliver(entry);
  }

  edit(nonce: string): void {
    const entry = this.#entry(nonce);
    if (entry === undefined) return;
    this.#sending.value = this.#sending.value.filter((other) => other !== entry);
    const typed = this.draft.text.value;
    this.draft.type(typed === '' ? entry.text : `${entry.text}\n${typed}`);
  }

  async #deliver({ nonce, text }: UnsentMessage): Promise<void> {
    this.#sentAt = this.#app.clock.now();
    this.#ownNews = OWN_NEWS;
    const ask = () => this.#app.worker.send({ relationship: this.#id, text, nonce });
    const outcome = await insist(this.#app, ask, TRIES).catch(() => null);
    if (outcome === null) return this.#refuse(nonce, 'no-answer');
    if (!outcome.ok) return this.#refuse(nonce, outcome.reason);
    this.#accepted.set(nonce, outcome.message);
    this.#pages.reloadSoon();
    await this.draft.flush();
  }

  #entry(nonce: string): UnsentMessage | undefined {
    return this.#sending.value.find((entry) => entry.nonce === nonce);
  }

  #refuse(nonce: string, refused: SendRefusal | null): void {
    this.#sending.value = this.#sending.value.map((entry) => (entry.nonce === nonce ? { ...entry, refused } : entry));
  }
}
