// Text typed and not yet sent. It is handed to the worker soon after every change, so that a closed popup, a killed
// worker or a crash loses at most the last second of typing (a quarter of one after a rest), and at once when the page
// is about to go or the person locks.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from './app.ts';

/** Short enough to lose nothing, long enough not to write at every key. */
const SETTLE_MS = 250;
/** Typing without a pause is saved all the same. */
const AT_LATEST_MS = 1000;

export interface MessageDraft {
  readonly text: ReadonlySignal<string>;
  type(text: string): void;
  /** Empties the field; its text counts as kept only through `unsent`. */
  clear(): void;
  /** Takes over the worker's text, until something is typed here. */
  adopt(saved: string): void;
  /** Saves unsaved text now. */
  flush(): Promise<void>;
}

const alive = new Set<MessageDraft>();

/** Before a lock: afterwards the worker takes nothing any more. */
export async function flushDrafts(): Promise<void> {
  await Promise.all([...alive].map((draft) => draft.flush()));
}

/** The page may be closed or put aside at any moment: typed text goes to the worker first. Once for a page. */
export function flushWhenLeft(lifetime: AbortSignal): void {
  const flush = () => void flushDrafts();
  addEventListener('pagehide', flush, { signal: lifetime });
  addEventListener('blur', flush, { signal: lifetime });
  document.addEventListener('visibilitychange', flush, { signal: lifetime });
}

/**
 * `unsent`: texts that left the field and are not accepted yet. They are saved with the draft, so that this page never
 * holds the only copy.
 */
export function createDraft(
  save: (text: string) => Promise<unknown>,
  clock: Clock,
  lifetime: AbortSignal,
  unsent: () => string[] = () => [],
): MessageDraft {
  // In one piece: the life of one field: all that happens to it shares the same five variables.
  const text = signal('');
  let saved = '';
  let touched = false;
  let cancel: (() => void) | null = null;
  let firstUnsavedAt = 0;

  const whole = () => [...unsent(), text.value].filter((part) => part !== '').join('\n');

  const flush = async (): Promise<void> => {
    cancel?.();
    cancel = null;
    const now = whole();
    if (now === saved) return;
    const before = saved;
    saved = now;
    try {
      await save(now);
    } catch {
      // Still only here: the next change or flush tries again.
      if (saved === now) saved = before;
    }
  };
  lifetime.addEventListener('abort', () => {
    alive.delete(draft);
    void flush();
  });

  const draft: MessageDraft = {
    text,
    flush,
    adopt(remote) {
      // An answer may be older than the text saved meanwhile: once something was typed here, this field has the newest.
      if (touched) return;
      text.value = remote;
      saved = remote;
    },
    clear() {
      cancel?.();
      cancel = null;
      touched = true;
      text.value = '';
    },
    type(typed) {
      touched = true;
      text.value = typed;
      const now = clock.now();
      if (cancel === null) firstUnsavedAt = now;
      cancel?.();
      const delay = Math.max(0, Math.min(SETTLE_MS, firstUnsavedAt + AT_LATEST_MS - now));
      cancel = clock.after(delay, () => void flush());
    },
  };
  alive.add(draft);
  return draft;
}
