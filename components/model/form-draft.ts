// Forms of ours keep their text: it goes to the worker like a message's draft, and is in the fields again when the form
// is opened after a lock or a closed page. Never used for a passphrase of ours or a recovery code.

import { batch, effect, type Signal } from '@preact/signals';
import type { App } from './app.ts';
import { createDraft } from './draft.ts';

export type Form =
  | `new-entry-${string}`
  | `edit-entry:${string}`
  | 'invite'
  | 'accept'
  | 'add-service'
  | 'search'
  | `their-name:${string}`
  | `my-name:${string}`;

/** Texts by name; null: it was not written by this. */
function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

export interface FormDraft {
  /** Resolves when the fields hold the kept text, if there was any. */
  readonly restored: Promise<boolean>;
  /** The form is done with, or was left on purpose. */
  forget(): Promise<void>;
}

/**
 * Keeps the fields of a form as long as `lifetime`. Text typed before the answer is here stays: it is newer. A field
 * that holds what it began with is not kept: when the form opens again, something newer may stand there.
 */
export function keepForm(
  app: App,
  form: Form,
  fields: Readonly<Record<string, Signal<string>>>,
  lifetime: AbortSignal,
): FormDraft {
  const entries = Object.entries(fields);
  const begun = entries.map(([, field]) => field.peek());
  const written = () => {
    const typed = entries.filter(([, field], at) => field.value !== begun[at]);
    return typed.length === 0
      ? ''
      : JSON.stringify(Object.fromEntries(typed.map(([name, { value }]) => [name, value])));
  };
  const draft = createDraft((text) => app.worker.saveFormDraft({ form, text }), app.clock, lifetime);
  let last = '';
  // Before the kept text is here, an untouched form must not overwrite it.
  const stop = effect(() => {
    const now = written();
    if (now === last) return;
    last = now;
    draft.type(now);
  });
  lifetime.addEventListener('abort', stop);

  const restored = app.worker.formDraft({ form }).then(
    (answer) => {
      const kept = answer === null ? null : parse(answer.text);
      if (answer === null || kept === null || lifetime.aborted || last !== '') return false;
      draft.adopt(answer.text);
      last = answer.text;
      batch(() => {
        for (const [name, field] of entries) {
          const value = kept[name];
          if (typeof value === 'string') field.value = value;
        }
      });
      return true;
    },
    () => false,
  );
  return {
    restored,
    async forget() {
      stop();
      draft.type('');
      await draft.flush();
    },
  };
}
