// The services in use, how each stands, and adding or leaving one.

import { useSignal } from '@preact/signals';
import { RefreshCw } from 'lucide-preact';
import type { ServiceUse } from '#app/views/services.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { alone, type ConnectionModel } from '../model/connection.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { shownHost } from '../ui/host.ts';
import { camel } from '../ui/key.ts';
import { Wait } from '../ui/progress.tsx';
import { Card, Notice } from '../ui/surfaces.tsx';
import { showToast } from '../ui/toast.tsx';
import { NoAnswer } from '../unlock/gate.tsx';
import { AddService } from './add-service.tsx';
import { LeaveService } from './leave-service.tsx';
import { ServiceRow } from './service-row.tsx';

/** Asks once more before a mailbox is closed that correspondents may still write to. */
function LeaveAtOnce({ origin, onDone }: { origin: string; onDone: () => void }) {
  const { worker } = useApp();
  const close = useAction(async () => {
    await worker.leaveAtOnce({ origin });
    onDone();
  });
  return (
    <Dialog
      title={i18n.t('options.services.atOnce.title', [shownHost(origin)])}
      confirm={i18n.t('options.services.atOnce.act')}
      danger
      busy={close.busy}
      onConfirm={() => void close.run()}
      onClose={onDone}
    >
      <p class="muted">{i18n.t('options.services.atOnce.text')}</p>
    </Dialog>
  );
}

/** Acts on services; after each the list is asked for anew. */
function useActs(model: ConnectionModel) {
  const { worker } = useApp();
  const check = useAction(async () => {
    await worker.checkNow();
    await model.reload();
  });
  const prefer = useAction(async (origin: string, by: -1 | 1) => {
    await worker.preferService({ origin, by });
    await model.reload();
  });
  const use = useAction(async (origin: string, what: ServiceUse) => {
    const outcome = await worker.useService({ origin, use: what });
    if (!outcome.ok) showToast(i18n.t(`options.services.notLeft.${camel(outcome.reason)}`), 'bad');
    await model.reload();
  });
  return { check, prefer, use };
}

export function Services({ model }: { model: ConnectionModel }) {
  const leaving = useSignal<{ origin: string; receivingOnly: boolean } | null>(null);
  const atOnce = useSignal<string | null>(null);
  const view = model.value.value;
  const { check, prefer, use } = useActs(model);
  if (!view) return model.failed.value ? <NoAnswer onRetry={() => void model.reload()} /> : <Wait />;
  const lacking = alone(view);
  return (
    <>
      {view.waitingToSend > 0 && <Notice>{i18n.t('options.services.waiting', view.waitingToSend)}</Notice>}
      {lacking !== null && <Notice tone="warn">{i18n.t(`options.services.alone.${lacking}`)}</Notice>}
      <Card>
        {view.services.map((service, index) => (
          <ServiceRow
            key={service.origin}
            service={service}
            first={index === 0}
            last={index === view.services.length - 1}
            onPrefer={(by) => void prefer.run(service.origin, by)}
            onUse={(what) => void use.run(service.origin, what)}
            onLeave={(receivingOnly) => {
              leaving.value = { origin: service.origin, receivingOnly };
            }}
            onAtOnce={() => {
              atOnce.value = service.origin;
            }}
            onChange={model.reload}
          />
        ))}
        <AddService model={model} />
      </Card>
      <div>
        <Button small icon={RefreshCw} busy={check.busy} onPress={() => void check.run()}>
          {i18n.t('options.services.check')}
        </Button>
      </div>
      {leaving.value !== null && (
        <LeaveService
          {...leaving.value}
          onDone={() => {
            leaving.value = null;
            void model.reload();
          }}
        />
      )}
      {atOnce.value !== null && (
        <LeaveAtOnce
          origin={atOnce.value}
          onDone={() => {
            atOnce.value = null;
            void model.reload();
          }}
        />
      )}
    </>
  );
}
