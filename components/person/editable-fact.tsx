// A fact that can be changed in its place. Escape leaves it as it was; Enter keeps the change; a change that a lock
// interrupted is open again after it.

import { useSignal } from '@preact/signals';
import { Pencil } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { type Form, keepForm } from '../model/form-draft.ts';
import { useLifetime } from '../model/lifetime.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { SendForm, TextField } from '../ui/field.tsx';

/** As long as a name may be. A longer one is refused, not cut off: a name without its end may be another's. */
const MOST_LETTERS = 80;

export interface EditableFactProps {
  label: string;
  value: string;
  hint?: string | undefined;
  /** Keeps the typed text until it is saved. */
  form: Form;
  save: (value: string) => Promise<unknown>;
}

function Editing({ label, value, hint, form, save, onDone }: EditableFactProps & { onDone: () => void }) {
  const app = useApp();
  const text = useSignal(value);
  const error = useSignal<string | null>(null);
  const draft = useLifetime((lifetime) => keepForm(app, form, { text }, lifetime));
  const over = text.value.trim().length - MOST_LETTERS;
  const leave = () => {
    void draft.forget();
    onDone();
  };
  const keep = useAction(async () => {
    const next = text.value.trim();
    if (next === '') {
      error.value = i18n.t('person.nameEmpty');
      return;
    }
    if (next.length > MOST_LETTERS) return;
    if (next !== value) await save(next);
    leave();
  });
  return (
    <li class="fact">
      <SendForm
        class="stack"
        style="--gap: 0; flex-direction: column"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          leave();
        }}
        onSend={() => keep.run()}
      >
        <div style="inline-size: 100%">
          <TextField
            label={label}
            value={text}
            hint={hint}
            error={over > 0 ? i18n.t('person.nameLong', over) : error.value}
            autofocus
          />
        </div>
        <div class="acts">
          <Button small kind="primary" busy={keep.busy}>
            {i18n.t('common.save')}
          </Button>
          <Button small kind="quiet" onPress={leave}>
            {i18n.t('common.cancel')}
          </Button>
        </div>
      </SendForm>
    </li>
  );
}

export function EditableFact(props: EditableFactProps) {
  const { label, value, form } = props;
  const { worker } = useApp();
  const [editing, setEditing] = useState(false);
  useEffect(() => {
    void worker.formDraft({ form }).then(
      (kept) => kept !== null && setEditing(true),
      () => {},
    );
  }, [worker, form]);
  if (editing) return <Editing {...props} onDone={() => setEditing(false)} />;
  return (
    <li class="fact">
      <div class="grow">
        <div class="fact-name">{label}</div>
        <div class="fact-value">{value}</div>
      </div>
      <IconButton small icon={Pencil} label={i18n.t('person.change', [label])} onPress={() => setEditing(true)} />
    </li>
  );
}
