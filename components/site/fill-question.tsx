// The question before a secret goes into a page that is unusual for it: both hosts, and why it is asked.

import type { FillQuestion } from '#app/views/sites.ts';
import { i18n } from '#i18n';
import { Button } from '../ui/button.tsx';
import { Dialog, Sheet } from '../ui/dialog.tsx';

interface Props {
  question: FillQuestion;
  /** Of the log-in, as the person calls it. */
  name: string;
  busy: boolean;
  onAnswer: (agreed: 'once' | 'always') => void;
  onClose: () => void;
}

export function FillQuestionSheet({ question, name, busy, onAnswer, onClose }: Props) {
  const { site, elsewhere, like, isPlain, keeps } = question;
  return (
    <Sheet
      title={i18n.t('fillQuestion.title', [site])}
      onSubmit={() => {
        if (!busy) onAnswer('once');
      }}
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{i18n.t('fillQuestion.no')}</Button>
          {keeps && (
            <Button busy={busy} onPress={() => onAnswer('always')}>
              {i18n.t(elsewhere === null ? 'fillQuestion.alwaysPlain' : 'fillQuestion.alwaysHere')}
            </Button>
          )}
          <Button kind="danger" busy={busy}>
            {i18n.t('fillQuestion.once')}
          </Button>
        </>
      }
    >
      {like !== null && <p>{i18n.t('fillQuestion.like', [site, like])}</p>}
      {elsewhere !== null && <p>{i18n.t('fillQuestion.elsewhere', [name, elsewhere, site])}</p>}
      {isPlain && <p>{i18n.t('fillQuestion.plain', [site])}</p>}
    </Sheet>
  );
}

/** Before a page is filled whose colours something changes: why its own menu fills nothing. */
export function TintedSheet({ busy, onFill, onClose }: { busy: boolean; onFill: () => void; onClose: () => void }) {
  return (
    <Dialog
      title={i18n.t('fillQuestion.tintedTitle')}
      confirm={i18n.t('fillQuestion.tintedFill')}
      busy={busy}
      onConfirm={onFill}
      onClose={onClose}
    >
      <p>{i18n.t('fillQuestion.tinted')}</p>
      <p>{i18n.t('fillQuestion.tintedHow')}</p>
    </Dialog>
  );
}
