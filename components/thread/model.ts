// One conversation: its messages in pages from the newest back, what is being sent, and the draft. A text typed is sent with one nonce: however
// often the call is repeated (worker killed, two presses), it is sent once. It leaves the field at once and comes back if it cannot go.

import { type ReadonlySignal, signal } from '@preact/signals';
import { nonceOf } from '#app/retry/nonce.ts';
import type { MessageView, RelationshipView } from '#app/views/views.ts';
import type { App } from '../model/app.ts';
import { createDraft, type Draft } from '../model/draft.ts';
import { coalesce, onTopics } from '../model/resource.ts';
import { firstUnread } from './days.ts';
import { insist } from './insist.ts';

export const PAGE_MESSAGES = 50;
const MOST_MESSAGES = 200;
/** How far back a found message is followed. */
const REACH_MESSAGES = 5000;
const TRIES = 3;
/** No service tells of somebody of whom one wants to hear only now and then: while one looks at them, the page asks this often. */
export const LOOK_MS = 4000;

export type SendRefusal = 'too-long' | 'empty' | 'ended' | 'blocked' | 'storage' | 'site' | 'no-answer';

export interface Sending {
  nonce: string;
  text: string;
  at: number;
  refused: SendRefusal | null;
}

export interface ThreadModel {
  /** undefined: not here yet; null: there is no such conversation (any more). */
  readonly relationship: ReadonlySignal<RelationshipView | null | undefined>;
  readonly messages: ReadonlySignal<readonly MessageView[]>;
  /** Not yet in `messages`. */
  readonly sending: ReadonlySignal<readonly Sending[]>;
  readonly newFrom: ReadonlySignal<string | null>;
  readonly hasOlder: ReadonlySignal<boolean>;
  readonly loadingOlder: ReadonlySignal<boolean>;
  readonly failed: ReadonlySignal<boolean>;
  /** Set while what waits here waits for permission to send. */
  readonly permission: ReadonlySignal<{ nextAt: number | null } | null>;
  readonly draft: Draft;
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

/** New page over what is held: the overlap is replaced; without overlap what is held is older than a gap and goes. */
export function mergePage(
  held: readonly MessageView[],
  page: readonly MessageView[],
): { messages: MessageView[]; joined: boolean } {
  const known = new Set(page.map(({ id }) => id));
  const at = held.findIndex(({ id }) => known.has(id));
  if (at < 0) return { messages: [...page], joined: false };
  return { messages: [...held.slice(0, at), ...page], joined: true };
}

const isPageVisible = (): boolean => globalThis.document?.visibilityState === 'visible';

export function createThread(
  app: App,
  id: string,
  lifetime: AbortSignal,
  isVisible: () => boolean = isPageVisible,
): ThreadModel {
  const relationship = signal<RelationshipView | null | undefined>(undefined);
  const messages = signal<readonly MessageView[]>([]);
  const sending = signal<readonly Sending[]>([]);
  const newFrom = signal<string | null>(null);
  const before = signal<number | null>(null);
  const hasOlder = signal(false);
  const loadingOlder = signal(false);
  const failed = signal(false);
  const permission = signal<{ nextAt: number | null } | null>(null);
  /** Accepted by the worker, not yet seen in a page: nonce → message id. */
  const accepted = new Map<string, string>();
  const unsent = () => sending.value.filter(({ nonce }) => !accepted.has(nonce)).map(({ text }) => text);
  const save = (text: string) => app.worker.saveDraft({ relationship: id, text });
  const draft = createDraft(save, app.clock, lifetime, unsent);
  let opened = false;

  const reload = coalesce(async () => {
    try {
      const limit = Math.min(MOST_MESSAGES, Math.max(PAGE_MESSAGES, messages.value.length));
      const page = await app.worker.thread({ relationship: id, before: null, limit });
      if (lifetime.aborted) return;
      failed.value = false;
      relationship.value = page?.relationship ?? null;
      permission.value = page?.permission ?? null;
      if (!page) return;
      const merged = mergePage(messages.value, page.messages);
      messages.value = merged.messages;
      if (!merged.joined || merged.messages.length === page.messages.length) {
        before.value = page.before;
        hasOlder.value = page.before !== null;
      }
      if (!opened) newFrom.value = firstUnread(page.messages, page.relationship.unread);
      opened = true;
      const here = new Set(page.messages.map((message) => message.id));
      sending.value = sending.value.filter(({ nonce }) => !here.has(accepted.get(nonce) ?? ''));
      if (sending.value.length === 0) draft.adopt(page.draft);
    } catch {
      if (!lifetime.aborted) failed.value = true;
    }
  });

  const change = (nonce: string, refused: SendRefusal | null) => {
    sending.value = sending.value.map((entry) => (entry.nonce === nonce ? { ...entry, refused } : entry));
  };

  async function deliver({ nonce, text }: Sending): Promise<void> {
    const ask = () => app.worker.send({ relationship: id, text, nonce });
    const outcome = await insist(app, ask, TRIES).catch(() => null);
    if (outcome === null) return change(nonce, 'no-answer');
    if (!outcome.ok) return change(nonce, outcome.reason);
    accepted.set(nonce, outcome.message);
    await Promise.all([draft.flush(), reload()]);
  }

  async function loadOlder(limit: number): Promise<void> {
    const cursor = before.value;
    if (cursor === null || loadingOlder.value) return;
    loadingOlder.value = true;
    try {
      const page = await app.worker.thread({ relationship: id, before: cursor, limit });
      // A reload over a gap has begun anew meanwhile: this page would stand above a hole.
      if (lifetime.aborted || !page || before.value !== cursor) return;
      const known = new Set(messages.value.map((message) => message.id));
      messages.value = [...page.messages.filter((message) => !known.has(message.id)), ...messages.value];
      before.value = page.before;
      hasOlder.value = page.before !== null;
      failed.value = false;
    } catch {
      failed.value = true;
    } finally {
      loadingOlder.value = false;
    }
  }

  onTopics(app, [`thread:${id}`], () => void reload(), lifetime);
  // When there will be more is told anew whenever somebody was asked.
  onTopics(app, ['connection'], () => void (permission.value !== null && reload()), lifetime);
  const first = reload();

  let stopLooking = () => {};
  const look = () => {
    if (isVisible() && (relationship.value?.latency ?? 'now') !== 'now') void reload();
    stopLooking = app.clock.after(LOOK_MS, look);
  };
  stopLooking = app.clock.after(LOOK_MS, look);
  lifetime.addEventListener('abort', () => stopLooking());

  return {
    relationship,
    messages,
    sending,
    newFrom,
    hasOlder,
    loadingOlder,
    failed,
    permission,
    draft,
    reload,
    loadOlder: () => loadOlder(PAGE_MESSAGES),
    async reach(message) {
      await first;
      const isHere = () => messages.value.some((held) => held.id === message);
      while (!isHere() && hasOlder.value && !failed.value && messages.value.length < REACH_MESSAGES) {
        if (lifetime.aborted) return false;
        await loadOlder(MOST_MESSAGES);
      }
      return isHere();
    },
    async send() {
      const text = draft.text.value;
      if (text.trim() === '') return;
      const after = sending.value.at(-1)?.nonce ?? messages.value.at(-1)?.id ?? '';
      const entry: Sending = { nonce: nonceOf(id, after, text), text, at: app.clock.now(), refused: null };
      sending.value = [...sending.value, entry];
      newFrom.value = null;
      draft.clear();
      await deliver(entry);
    },
    async resend(nonce) {
      const entry = sending.value.find((candidate) => candidate.nonce === nonce);
      if (!entry) return;
      change(nonce, null);
      await deliver(entry);
    },
    edit(nonce) {
      const entry = sending.value.find((candidate) => candidate.nonce === nonce);
      if (!entry) return;
      sending.value = sending.value.filter((candidate) => candidate.nonce !== nonce);
      const typed = draft.text.value;
      draft.type(typed === '' ? entry.text : `${entry.text}\n${typed}`);
    },
    async retry(message) {
      await app.worker.retryMessage({ relationship: id, message });
    },
    seen() {
      const current = relationship.value;
      if (current && current.unread > 0) void app.worker.markRead({ relationship: id }).catch(() => {});
    },
  };
}
