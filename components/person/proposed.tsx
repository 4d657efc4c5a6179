// Whether a site took the new password: both are kept and offered until the person says so, or logs in with it.
import type { ProposedSeen } from '#app/views/entries.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/surfaces.tsx';
import { showToast } from '../ui/toast.tsx';

interface Props {
  entry: string;
  /** As a person reads it. */
  site: string;
  /** When it was proposed. */
  at: number;
  seen: ProposedSeen;
  onSettled?: () => void;
}

export function ProposedQuestion({ entry, site, at, seen, onSettled }: Props) {
  const { worker } = useApp();
  const settle = useAction(async (accepted: boolean) => {
    const outcome = await worker.settleProposed({ entry, at, accepted });
    if (!outcome.ok) showToast(i18n.t('common.gone'), 'bad');
    else showToast(i18n.t(accepted ? 'proposed.accepted' : 'proposed.refused'));
    onSettled?.();
  });
  return (
    <Notice
      acts={
        <>
          <Button small kind="primary" busy={settle.busy} onPress={() => void settle.run(true)}>
            {i18n.t('common.yes')}
          </Button>
          <Button small busy={settle.busy} onPress={() => void settle.run(false)}>
            {i18n.t('proposed.no')}
          </Button>
        </>
      }
    >
      {i18n.t(`proposed.question.${seen}`, [site])}
    </Notice>
  );
}
