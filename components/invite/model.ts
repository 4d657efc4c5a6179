// Invitations given out, and the one being looked at. Typed text outlives the screen, a lock and the page
// (form-draft.ts); the next invitation begins with the last name that the person gave themselves.

import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { InvitationPreview, InvitationView } from '#app/views/invitations.ts';
import type { App } from '../model/app.ts';
import { keepForm } from '../model/form-draft.ts';
import { createResource, type Resource } from '../model/resource.ts';

export interface InvitationsModel extends Resource<InvitationView[]> {
  /** Being written: the name that they will see, and my note of whom it is for. */
  readonly name: Signal<string>;
  readonly label: Signal<string>;
  /** Being accepted: link, pasted text or a file's content. */
  readonly received: Signal<string>;
  /** Being answered: who I shall be there; empty: as it is suggested. */
  readonly answerName: Signal<string>;
  /** null: nothing to look at, or on its way. */
  readonly preview: ReadonlySignal<InvitationPreview | null>;
  readonly looking: ReadonlySignal<boolean>;
  readonly previewFailed: ReadonlySignal<boolean>;
  /** Looks at what `received` holds; the newest look wins. */
  look(): Promise<void>;
  forget(): void;
}

export function createInvitations(app: App, lifetime: AbortSignal): InvitationsModel {
  const resource = createResource(app, ['invitations'], () => app.worker.invitations(), lifetime);
  const received = signal('');
  const preview = signal<InvitationPreview | null>(null);
  const looking = signal(false);
  const previewFailed = signal(false);
  const name = signal('');
  const label = signal('');
  const answerName = signal('');
  let turn = 0;
  keepForm(app, 'invite', { name, label }, lifetime);
  const kept = keepForm(app, 'accept', { received, answerName }, lifetime);
  const model: InvitationsModel = {
    ...resource,
    name,
    label,
    received,
    answerName,
    preview,
    looking,
    previewFailed,
    async look() {
      const mine = ++turn;
      const text = received.value.trim();
      preview.value = null;
      previewFailed.value = false;
      looking.value = text !== '';
      if (text === '') return;
      try {
        const answer = await app.worker.previewInvitation({ text });
        if (mine === turn) preview.value = answer;
      } catch {
        if (mine === turn) previewFailed.value = true;
      } finally {
        if (mine === turn) looking.value = false;
      }
    },
    forget() {
      turn++;
      received.value = '';
      answerName.value = '';
      preview.value = null;
      looking.value = false;
      previewFailed.value = false;
    },
  };
  void kept.restored.then((was) => {
    if (was && received.value.trim() !== '') void model.look();
  });
  return model;
}
