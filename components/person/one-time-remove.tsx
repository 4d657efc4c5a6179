// Taking a one-time code away, after a question: the site may let nobody in without it.
import { Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OneTime } from '#logins/formats/entry.ts';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { showToast } from '../ui/toast.tsx';

export interface RemoveOneTimeProps {
  id: string;
  index: number;
  names: Pick<OneTime, 'issuer' | 'account'>;
}

export function RemoveOneTime({ id, index, names: { issuer, account } }: RemoveOneTimeProps) {
  const { worker } = useApp();
  const [asking, setAsking] = useState(false);
  const remove = useAction(async () => {
    const done = await worker.removeOneTime({ entry: id, index, issuer, account });
    if (!done.ok) showToast(i18n.t('common.gone'), 'bad');
    setAsking(false);
  });
  return (
    <>
      <IconButton
        small
        icon={Trash2}
        label={i18n.t('codes.remove', [issuer || account])}
        onPress={() => setAsking(true)}
      />
      {asking && (
        <Dialog
          title={i18n.t('codes.removeTitle')}
          confirm={i18n.t('codes.removeConfirm')}
          danger
          busy={remove.busy}
          onConfirm={() => void remove.run()}
          onClose={() => setAsking(false)}
        >
          <p>{i18n.t('codes.removeText')}</p>
        </Dialog>
      )}
    </>
  );
}
