// Before a service is left: whom it concerns, what goes on, and from when on it is safe.

import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createResource } from '../model/resource.ts';
import { Dialog } from '../ui/dialog.tsx';
import { shownHost } from '../ui/host.ts';
import { camel } from '../ui/key.ts';
import { Wait } from '../ui/progress.tsx';
import { Notice } from '../ui/surfaces.tsx';
import { date } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';

export interface LeaveServiceProps {
  origin: string;
  /** Only receiving there: it goes on sending. */
  receivingOnly: boolean;
  onDone: () => void;
}

export function LeaveService({ origin, receivingOnly, onDone }: LeaveServiceProps) {
  const app = useApp();
  const { worker } = app;
  const preview = useLifetime((lifetime) =>
    createResource(app, ['connection', 'invitations'], () => worker.previewLeaving({ origin }), lifetime),
  );
  const host = shownHost(origin);
  const view = preview.value.value;
  const leave = useAction(async () => {
    const outcome = receivingOnly
      ? await worker.useService({ origin, use: 'sending' })
      : await worker.leaveService({ origin });
    if (!outcome.ok) showToast(i18n.t(`options.services.notLeft.${camel(outcome.reason)}`), 'bad');
    onDone();
  });
  const hindrance = view?.last ?? null;
  const nobody = view !== undefined && view.people + view.masks === 0;
  return (
    <Dialog
      title={i18n.t(receivingOnly ? 'options.services.leave.titleReceiving' : 'options.services.leave.title', [host])}
      confirm={i18n.t(nobody ? 'options.services.leave.actNow' : 'options.services.leave.act')}
      busy={leave.busy}
      ready={view !== undefined && hindrance === null}
      onConfirm={() => void leave.run()}
      onClose={onDone}
    >
      {view === undefined ? (
        <Wait label={i18n.t('options.services.leave.finding')} />
      ) : hindrance !== null ? (
        <Notice tone="warn">{i18n.t(`options.services.notLeft.${camel(hindrance)}`)}</Notice>
      ) : (
        <>
          <p>
            {nobody ? i18n.t('options.services.leave.nobody') : i18n.t('options.services.leave.moved')}{' '}
            {view.safeAt !== null && i18n.t('options.services.leave.safe', [date(view.safeAt)])}
          </p>
          <ul class="points">
            {view.people > 0 && <li>{i18n.t('options.services.leave.people', view.people)}</li>}
            {view.masks > 0 && <li>{i18n.t('options.services.leave.masks', view.masks)}</li>}
            {view.masksThere > 0 && <li>{i18n.t('options.services.leave.masksThere', view.masksThere)}</li>}
            {view.links > 0 && !receivingOnly && <li>{i18n.t('options.services.leave.links', view.links)}</li>}
          </ul>
          {!receivingOnly && <p class="small muted">{i18n.t('options.services.leave.sending')}</p>}
        </>
      )}
    </Dialog>
  );
}
