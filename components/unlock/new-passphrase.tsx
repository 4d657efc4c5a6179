// Choosing a passphrase, with its strength shown while typing and advice that helps. Used at set-up, at recovery and in the options.

import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { createStrength, ENOUGH_SCORE, type StrengthModel } from '../model/strength.ts';
import { PassphraseField } from '../ui/field.tsx';
import { Meter } from '../ui/progress.tsx';

export interface NewPassphraseModel {
  passphrase: Signal<string>;
  again: Signal<string>;
  strength: StrengthModel;
  ready: ReadonlySignal<boolean>;
  error: Signal<string | null>;
  againError: Signal<string | null>;
  /** Says what is missing. */
  complain(): void;
  /** The worker found it too weak. */
  refuse(): void;
}

function create(): NewPassphraseModel {
  const passphrase = signal('');
  const again = signal('');
  const error = signal<string | null>(null);
  const againError = signal<string | null>(null);
  const strength = createStrength();
  const strong = computed(() => (strength.strength.value?.score ?? 0) >= ENOUGH_SCORE);
  return {
    passphrase,
    again,
    strength,
    error,
    againError,
    ready: computed(() => strong.value && again.value === passphrase.value),
    complain() {
      if (passphrase.value === '') error.value = i18n.t('passphrase.empty');
      else if (!strong.value) error.value = i18n.t('passphrase.weak');
      else if (again.value !== passphrase.value) againError.value = i18n.t('passphrase.differs');
    },
    refuse() {
      error.value = i18n.t('passphrase.weak');
    },
  };
}

export function useNewPassphrase(): NewPassphraseModel {
  const [model] = useState(create);
  return model;
}

export function NewPassphrase({ model, autofocus }: { model: NewPassphraseModel; autofocus?: boolean }) {
  const judged = model.strength.strength.value;
  const advice = judged ? i18n.t(`passphrase.advice.${judged.advice}`) : i18n.t('passphrase.hint');
  return (
    <div class="stack" style="--gap: 6px">
      <PassphraseField
        label={i18n.t('passphrase.label')}
        value={model.passphrase}
        autocomplete="new-password"
        autofocus={autofocus}
        hint={advice}
        roomy
        between={
          <Meter score={judged?.score ?? null} label={i18n.t('passphrase.strength', [judged ? judged.score + 1 : 0])} />
        }
        error={model.error.value}
        onInput={() => {
          model.error.value = null;
          model.againError.value = null;
          model.strength.judge(model.passphrase.value);
        }}
      />
      <PassphraseField
        label={i18n.t('passphrase.again')}
        value={model.again}
        autocomplete="new-password"
        error={model.againError.value}
        onInput={() => {
          model.againError.value = null;
        }}
      />
    </div>
  );
}
