// The one form for a new passphrase: at set-up, at recovery and in the options. Its strength is shown while typing,
// with advice that helps, and words by chance are suggested on request.

import { type Signal, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { PassphraseField } from '../ui/field.tsx';
import { Meter } from '../ui/progress.tsx';
import { createStrength, ENOUGH_SCORE, loadLists, type StrengthModel } from './strength.ts';
import { SuggestWords } from './suggest-words.tsx';
import { createSuggestion, type SuggestionModel } from './suggestion.ts';

export interface NewPassphraseModel {
  passphrase: Signal<string>;
  again: Signal<string>;
  strength: StrengthModel;
  suggestion: SuggestionModel;
  error: Signal<string | null>;
  againError: Signal<string | null>;
  typed(): void;
  /** Fills both fields. */
  take(words: string): void;
  /** Whether it can be used; if not, shows why not. Waits for the judgement of the last letter. */
  check(): Promise<boolean>;
  /** The worker found it too weak. */
  refuse(): void;
}

function create(suggestion: SuggestionModel): NewPassphraseModel {
  const passphrase = signal('');
  const again = signal('');
  const error = signal<string | null>(null);
  const againError = signal<string | null>(null);
  const strength = createStrength();
  let judged = Promise.resolve();
  const typed = () => {
    againError.value = null;
    judged = strength.judge(passphrase.value);
  };
  return {
    passphrase,
    again,
    strength,
    suggestion,
    error,
    againError,
    typed,
    take(words) {
      passphrase.value = words;
      again.value = words;
      typed();
    },
    async check() {
      await judged;
      const found = strength.strength.value;
      if (passphrase.value === '') error.value = i18n.t('passphrase.empty');
      else if (found === null) error.value = i18n.t('passphrase.unjudged');
      else if (found.score < ENOUGH_SCORE) error.value = i18n.t(`passphrase.advice.${found.advice}`);
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
  const { entropy } = useApp();
  const [model] = useState(() => create(createSuggestion(entropy, async () => (await loadLists()).words)));
  return model;
}

export function NewPassphrase({ model, autofocus }: { model: NewPassphraseModel; autofocus?: boolean }) {
  // The lists take a moment to read: they are there before the first word is typed.
  useEffect(() => void loadLists().catch(() => {}), []);
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
          <Meter
            score={judged?.score ?? null}
            label={i18n.t('passphrase.strength', [judged ? Math.max(1, judged.score) : 0])}
          />
        }
        fault={model.error}
        onInput={model.typed}
      />
      <SuggestWords model={model.suggestion} taken={model.passphrase} onTake={model.take} />
      <PassphraseField
        label={i18n.t('passphrase.again')}
        value={model.again}
        autocomplete="new-password"
        fault={model.againError}
      />
    </div>
  );
}
