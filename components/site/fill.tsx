// Filling the page in front with a log-in: what must be read before that is asked here, and answered by a second press.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { FillQuestion } from '#app/views/sites.ts';
import { i18n } from '#i18n';
import { type Action, useAction } from '../model/action.ts';
import { useApp, type Worker } from '../model/app.ts';
import { camel } from '../ui/key.ts';
import { showToast } from '../ui/toast.tsx';
import { FillQuestionSheet, TintedSheet } from './fill-question.tsx';

type Wish = Parameters<Worker['fillTab']>[0];

interface Filling {
  fill: Action<['once' | 'always'] | []>;
  /** The button's words: they name the host of a frame in which the form is, before that is filled. */
  words: string;
  /** The question, if there is one. */
  sheet: JSX.Element;
}

/** @param short the button's usual words @param name of the log-in, as the person calls it */
export function useFill(id: string, tab: number | undefined, name: string, short = i18n.t('site.fill')): Filling {
  const { worker } = useApp();
  const framed = useSignal<string | null>(null);
  const question = useSignal<FillQuestion | null>(null);
  /** What was wished of a page whose colours are changed. */
  const tinted = useSignal<Wish | null>(null);
  const send = async (wish: Wish): Promise<void> => {
    const outcome = await worker.fillTab(wish);
    question.value = tinted.value = null;
    if (outcome.ok && outcome.framed !== null) framed.value = outcome.framed;
    else if (outcome.ok) close();
    else if (outcome.reason === 'asks') question.value = outcome.question;
    else if (outcome.reason === 'tinted') tinted.value = wish;
    else showToast(i18n.t(`site.fillReason.${camel(outcome.reason)}`), 'bad');
  };
  const fill = useAction(async (agreed?: 'once' | 'always') => {
    if (tab === undefined) return;
    const where = framed.value === null ? {} : { host: framed.value };
    const read = question.value;
    const answer = agreed === undefined || read === null ? {} : { agreed, read };
    await send({ relationship: id, tabId: tab, ...where, ...answer });
  });
  const again = useAction((wish: Wish) => send({ ...wish, tinted: true }));
  return {
    fill,
    words: framed.value === null ? short : i18n.t('site.fillFrame', [framed.value]),
    sheet: (
      <>
        {question.value && (
          <FillQuestionSheet
            question={question.value}
            name={name}
            busy={fill.busy}
            onAnswer={(agreed) => void fill.run(agreed)}
            onClose={() => {
              question.value = null;
            }}
          />
        )}
        {tinted.value && (
          <TintedSheet
            busy={again.busy}
            onFill={() => tinted.value && void again.run(tinted.value)}
            onClose={() => {
              tinted.value = null;
            }}
          />
        )}
      </>
    ),
  };
}
