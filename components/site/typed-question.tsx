// Whether a log-in is to be kept that was typed into a page that is gone: closed, or followed by another site's.

import { useSignal } from '@preact/signals';
import { BellOff, KeyRound } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import type { TypedQuestionView } from '#app/views/sites.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/surfaces.tsx';
import { showToast } from '../ui/toast.tsx';

const TITLES = { new: 'typed.new', changed: 'typed.changed' } as const;
const MAIN = { new: 'typed.keep', changed: 'typed.update' } as const;
const DONE = { new: 'typed.kept', changed: 'typed.updated' } as const;

/** Said in the place of the question, with the way back beside it. */
function Unasked({ site, onUndone }: { site: string; onUndone: () => void }) {
  const { worker } = useApp();
  const button = useRef<HTMLButtonElement>(null);
  // The button that was pressed is gone.
  useEffect(() => button.current?.focus(), []);
  const undo = useAction(async () => {
    await worker.askAboutTyped({ site });
    onUndone();
  });
  return (
    <Notice
      icon={BellOff}
      live
      acts={
        <Button small anchor={button} busy={undo.busy} onPress={() => void undo.run()}>
          {i18n.t('typed.undo')}
        </Button>
      }
    >
      {i18n.t('typed.unasked', [site])}
    </Notice>
  );
}

/** Every question, and the site that was just said *Never here* of. */
export function TypedQuestions({ questions }: { questions: readonly TypedQuestionView[] }) {
  const unasked = useSignal<string | null>(null);
  const setUnasked = (site: string | null): void => {
    unasked.value = site;
  };
  return (
    <>
      {unasked.value !== null && <Unasked key={unasked.value} site={unasked.value} onUndone={() => setUnasked(null)} />}
      {questions.map((question) => (
        <TypedQuestion key={question.id} question={question} onNever={setUnasked} />
      ))}
    </>
  );
}

interface TypedQuestionProps {
  question: TypedQuestionView;
  onNever: (site: string) => void;
}

function TypedQuestion({ question: { id, is, site, name }, onNever }: TypedQuestionProps) {
  const { worker } = useApp();
  const answers = useAction(async (answer: 'keep' | 'later' | 'never') => {
    const outcome = await worker.answerTyped({ id, is, answer });
    if (!outcome.ok) showToast(i18n.t('common.gone'), 'bad');
    else if (answer === 'keep') showToast(i18n.t(DONE[is]));
    else if (answer === 'never') onNever(site);
  });
  return (
    <Notice
      icon={KeyRound}
      acts={
        <>
          <Button small kind="primary" busy={answers.busy} onPress={() => void answers.run('keep')}>
            {i18n.t(MAIN[is])}
          </Button>
          <Button small busy={answers.busy} onPress={() => void answers.run('later')}>
            {i18n.t('typed.later')}
          </Button>
          <Button small kind="quiet" busy={answers.busy} onPress={() => void answers.run('never')}>
            {i18n.t('typed.never')}
          </Button>
        </>
      }
    >
      <div class="strong break">{i18n.t(TITLES[is], [site])}</div>
      {name !== '' && <div class="small muted break">{name}</div>}
    </Notice>
  );
}
