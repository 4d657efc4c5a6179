// The loaded messages of a conversation: pages from the newest back, joined at their overlaps.

import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { RelationshipView, ThreadView } from '#app/views/conversations.ts';
import type { MessageView } from '#app/views/messages.ts';
import type { App } from '../model/app.ts';
import { ASIDE_MS, coalesce } from '../model/resource.ts';
import { firstUnread } from './days.ts';

export const PAGE_MESSAGES = 50;
const MOST_MESSAGES = 200;
/** How far back a found message is followed. */
const REACH_MESSAGES = 5000;

/** The same object as before where nothing of it has changed: what shows it is not drawn again. */
function keep<Value>(before: Value | null | undefined, now: Value): Value {
  return before != null && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

/**
 * Puts a new page over the loaded messages: the overlap is replaced; without overlap there is a gap, and the loaded
 * ones go.
 */
export function mergePage(
  held: readonly MessageView[],
  page: readonly MessageView[],
): { messages: MessageView[]; joined: boolean } {
  const known = new Set(page.map(({ id }) => id));
  const at = held.findIndex(({ id }) => known.has(id));
  if (at < 0) return { messages: [...page], joined: false };
  const before = new Map(held.slice(at).map((message) => [message.id, message]));
  return {
    messages: [...held.slice(0, at), ...page.map((message) => keep(before.get(message.id), message))],
    joined: true,
  };
}

const isSame = (one: readonly MessageView[], other: readonly MessageView[]): boolean =>
  one.length === other.length && one.every((message, index) => message === other[index]);

/** What a thread shows of its pages. */
export interface ThreadPages {
  /** undefined: not here yet; null: there is no such conversation (any more). */
  readonly relationship: ReadonlySignal<RelationshipView | null | undefined>;
  readonly messages: ReadonlySignal<readonly MessageView[]>;
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly loadingOlder: ReadonlySignal<boolean>;
  readonly failed: ReadonlySignal<boolean>;
  /** Set while what waits here waits for permission to send. */
  readonly permission: ReadonlySignal<{ nextAt: number | null } | null>;
}

export class Pages implements ThreadPages {
  readonly #newest = signal<ThreadView | null | undefined>(undefined);
  readonly #messages = signal<readonly MessageView[]>([]);
  /** Cursor of the page before the loaded ones; null: the conversation begins here. */
  readonly #before = signal<number | null>(null);
  readonly #loadingOlder = signal(false);
  readonly #failed = signal(false);
  #isOpened = false;
  #takeBackSoon: (() => void) | null = null;
  readonly #app: App;
  readonly #id: string;
  readonly #lifetime: AbortSignal;
  readonly #arrived: (page: ThreadView) => void;

  readonly relationship = computed(() => (this.#newest.value === null ? null : this.#newest.value?.relationship));
  readonly permission = computed(() => this.#newest.value?.permission ?? null);
  readonly hasOlder = computed(() => this.#before.value !== null);
  readonly messages: ReadonlySignal<readonly MessageView[]> = this.#messages;
  readonly loadingOlder: ReadonlySignal<boolean> = this.#loadingOlder;
  readonly failed: ReadonlySignal<boolean> = this.#failed;
  /** The first message that was unread when the conversation was opened. */
  readonly newFrom = signal<string | null>(null);

  /** @param arrived is called with each newest page, once it is among the messages */
  constructor(app: App, id: string, lifetime: AbortSignal, arrived: (page: ThreadView) => void) {
    this.#app = app;
    this.#id = id;
    this.#lifetime = lifetime;
    this.#arrived = arrived;
  }

  readonly reload = coalesce(async () => {
    this.#takeBackSoon?.();
    this.#takeBackSoon = null;
    try {
      const limit = Math.min(MOST_MESSAGES, Math.max(PAGE_MESSAGES, this.#messages.value.length));
      const page = await this.#app.worker.thread({ relationship: this.#id, before: null, limit });
      if (!this.#lifetime.aborted) this.#take(page);
    } catch {
      if (!this.#lifetime.aborted) this.#failed.value = true;
    }
  });

  /** In a moment, once for all that comes until then, unless it is asked for before. */
  reloadSoon(): void {
    this.#takeBackSoon ??= this.#app.clock.after(ASIDE_MS, () => {
      if (!this.#lifetime.aborted) void this.reload();
    });
  }

  #take(page: ThreadView | null): void {
    this.#failed.value = false;
    const shown = this.#newest.value;
    if (page === null) {
      this.#newest.value = null;
      return;
    }
    const relationship = keep(shown?.relationship, page.relationship);
    this.#newest.value = { ...page, relationship, permission: keep(shown?.permission, page.permission) };
    const merged = mergePage(this.#messages.value, page.messages);
    if (!isSame(merged.messages, this.#messages.value)) this.#messages.value = merged.messages;
    if (!merged.joined || merged.messages.length === page.messages.length) this.#before.value = page.before;
    if (!this.#isOpened) this.newFrom.value = firstUnread(page.messages, page.relationship.unread);
    this.#isOpened = true;
    this.#arrived(page);
  }

  async loadOlder(limit: number = PAGE_MESSAGES): Promise<void> {
    const cursor = this.#before.value;
    if (cursor === null || this.#loadingOlder.value) return;
    this.#loadingOlder.value = true;
    try {
      const page = await this.#app.worker.thread({ relationship: this.#id, before: cursor, limit });
      // A reload over a gap has begun anew meanwhile: this page would stand above a hole.
      if (this.#lifetime.aborted || !page || this.#before.value !== cursor) return;
      const known = new Set(this.#messages.value.map(({ id }) => id));
      this.#messages.value = [...page.messages.filter(({ id }) => !known.has(id)), ...this.#messages.value];
      this.#before.value = page.before;
      this.#failed.value = false;
    } catch {
      this.#failed.value = true;
    } finally {
      this.#loadingOlder.value = false;
    }
  }

  /** Loads older messages until that one is there. @returns false: it is not, or too far back */
  async reach(message: string): Promise<boolean> {
    const isHere = () => this.#messages.value.some(({ id }) => id === message);
    while (!isHere() && this.hasOlder.value && !this.#failed.value && this.#messages.value.length < REACH_MESSAGES) {
      if (this.#lifetime.aborted) return false;
      await this.loadOlder(MOST_MESSAGES);
    }
    return isHere();
  }
}
