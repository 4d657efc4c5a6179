// Invitations given out, and the one being looked at. What is typed here outlives the screen: leaving it for a moment loses nothing.

import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { InvitationPreview, InvitationView } from '#rpc/views.ts';
import type { App } from './app.ts';
import { createResource, type Resource } from './resource.ts';

export interface InvitationsModel extends Resource<InvitationView[]> {
  /** Being written: what they will see as my name, and my note of whom it is for. */
  readonly name: Signal<string>;
  readonly label: Signal<string>;
  /** Being accepted: link, pasted text or a file's content. */
  readonly received: Signal<string>;
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
  let turn = 0;
  return {
    ...resource,
    name: signal(''),
    label: signal(''),
    received,
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
      preview.value = null;
      looking.value = false;
      previewFailed.value = false;
    },
  };
}
