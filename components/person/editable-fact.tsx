// A fact that can be changed in its place. Escape leaves it as it was; Enter keeps the change.

import { useSignal } from '@preact/signals';
import { Pencil } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { TextField } from '../ui/field.tsx';

/** As long as a name may be. What is typed beyond is said, not cut off: a name without its end may be another's. */
const MOST_LETTERS = 80;

export interface EditableFactProps {
  label: string;
  value: string;
  hint?: string | undefined;
  save: (value: string) => Promise<unknown>;
}

export function EditableFact({ label, value, hint, save }: EditableFactProps) {
  const [editing, setEditing] = useState(false);
  const text = useSignal(value);
  const error = useSignal<string | null>(null);
  const over = text.value.trim().length - MOST_LETTERS;
  const keep = useAction(async () => {
    const next = text.value.trim();
    if (next === '') {
      error.value = i18n.t('person.nameEmpty');
      return;
    }
    if (next.length > MOST_LETTERS) return;
    if (next !== value) await save(next);
    setEditing(false);
  });
  if (!editing)
    return (
      <li class="fact">
        <div class="grow">
          <div class="fact-name">{label}</div>
          <div class="fact-value">{value}</div>
        </div>
        <IconButton
          small
          icon={Pencil}
          label={i18n.t('person.change', [label])}
          onPress={() => {
            text.value = value;
            error.value = null;
            setEditing(true);
          }}
        />
      </li>
    );
  return (
    <li class="fact">
      <form
        class="stack"
        style="--gap: 0; flex-direction: column"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setEditing(false);
        }}
        onSubmit={(event) => {
          event.preventDefault();
          void keep.run();
        }}
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
          <Button small kind="quiet" onPress={() => setEditing(false)}>
            {i18n.t('common.cancel')}
          </Button>
        </div>
      </form>
    </li>
  );
}
