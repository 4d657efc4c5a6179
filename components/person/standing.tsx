// Blocking and ending a relationship: the effects of each are told before, and ending is asked for twice.

import { type Signal, useSignal } from '@preact/signals';
import type { RelationshipView } from '#app/views/conversations.ts';
import { i18n } from '#i18n';
import { type Action, useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { go } from '../model/navigation.ts';
import { Dialog } from '../ui/dialog.tsx';
import { showToast } from '../ui/toast.tsx';

export interface StandingActs {
  asking: Signal<'block' | 'end' | null>;
  ask(what: 'block' | 'end'): void;
  close(): void;
  block: Action<[]>;
  unblock: Action<[]>;
  end: Action<[]>;
}

export function useStanding({ id, kind, name }: RelationshipView): StandingActs {
  const { worker } = useApp();
  const asking = useSignal<'block' | 'end' | null>(null);
  const close = () => {
    asking.value = null;
  };
  return {
    asking,
    ask: (what) => {
      asking.value = what;
    },
    close,
    block: useAction(async () => {
      await worker.block({ relationship: id });
      close();
    }),
    unblock: useAction(async () => {
      await worker.unblock({ relationship: id });
    }),
    end: useAction(async () => {
      await worker.end({ relationship: id });
      close();
      go({ at: 'conversations' });
      showToast(i18n.t(`person.endedNow.${kind}`, [name]));
    }),
  };
}

export function BlockDialog({ acts, relationship }: { acts: StandingActs; relationship: RelationshipView }) {
  if (acts.asking.value !== 'block') return null;
  return (
    <Dialog
      title={i18n.t('person.blockTitle', [relationship.name])}
      confirm={i18n.t('person.block')}
      danger
      busy={acts.block.busy}
      onConfirm={() => void acts.block.run()}
      onClose={acts.close}
    >
      <p class="muted">{i18n.t(`person.blockText.${relationship.kind}`)}</p>
    </Dialog>
  );
}

export function EndDialog({ acts, relationship }: { acts: StandingActs; relationship: RelationshipView }) {
  if (acts.asking.value !== 'end') return null;
  return (
    <Dialog
      title={i18n.t(`person.endTitle.${relationship.kind}`, [relationship.name])}
      confirm={i18n.t(`person.end.${relationship.kind}`)}
      danger
      busy={acts.end.busy}
      onConfirm={() => void acts.end.run()}
      onClose={acts.close}
    >
      <p class="muted">{i18n.t(`person.endText.${relationship.kind}`)}</p>
    </Dialog>
  );
}
