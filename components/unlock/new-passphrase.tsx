// Choosing a passphrase, with its strength shown while typing and advice that helps. Used at set-up, at recovery and in the options.

import { type Signal, signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { createStrength, ENOUGH_SCORE, type StrengthModel } from '../model/strength.ts';
import { PassphraseField } from '../ui/field.tsx';
import { Meter } from '../ui/progress.tsx';

export interface NewPassphraseModel {
  passphrase: Signal<string>;
  again: Signal<string>;
  strength: StrengthModel;
  error: Signal<string | null>;
  againError: Signal<string | null>;
  typed(): void;
  /** Whether it can be asked for; if not, says what is missing. Waits for the judgement of the last letter. */
  check(): Promise<boolean>;
  /** The worker found it too weak. */
  refuse(): void;
}

function create(): NewPassphraseModel {
  const passphrase = signal('');
  const again = signal('');
  const error = signal<string | null>(null);
  const againError = signal<string | null>(null);
  const strength = createStrength();
  let judged = Promise.resolve();
  return {
    passphrase,
    again,
    strength,
    error,
    againError,
    typed() {
      error.value = null;
      againError.value = null;
      judged = strength.judge(passphrase.value);
    },
    async check() {
      await judged;
      const score = strength.strength.value?.score;
      if (passphrase.value === '') error.value = i18n.t('passphrase.empty');
      else if (score !== undefined && score < ENOUGH_SCORE) error.value = i18n.t('passphrase.weak');
      else if (again.value !== passphrase.value) againError.value = i18n.t('passphrase.differs');
      else return true;
      return false;
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
        onInput={model.typed}
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
