// "Suggest words": a passphrase by chance, readable, so that it can be learned before it counts. Nothing is filled in
// before it is chosen.

import type { ReadonlySignal } from '@preact/signals';
import { Dices, RefreshCw } from 'lucide-preact';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { Button } from '../ui/button.tsx';
import type { SuggestionModel } from './suggestion.ts';
import './suggest-words.css';

interface Props {
  model: SuggestionModel;
  /** The field's text now. */
  taken: ReadonlySignal<string>;
  onTake: (words: string) => void;
}

export function SuggestWords({ model, taken, onTake }: Props) {
  const draw = useAction(model.draw);
  const words = model.words.value;
  if (words === null)
    return (
      <div class="suggest">
        <Button small kind="quiet" icon={Dices} busy={draw.busy} onPress={() => void draw.run()}>
          {i18n.t('passphrase.suggest')}
        </Button>
      </div>
    );
  const isTaken = taken.value === words;
  return (
    <section class="suggestion" aria-label={i18n.t('passphrase.suggestion')}>
      <output class="mono" translate={false}>
        {words}
      </output>
      <p class="small muted">{i18n.t(isTaken ? 'passphrase.suggestionTaken' : 'passphrase.suggestionStrength')}</p>
      <div class="acts">
        <Button small onPress={() => onTake(words)}>
          {i18n.t('passphrase.take')}
        </Button>
        <Button small kind="quiet" icon={RefreshCw} busy={draw.busy} onPress={() => void draw.run()}>
          {i18n.t('passphrase.others')}
        </Button>
      </div>
    </section>
  );
}
