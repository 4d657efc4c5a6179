// Adding a service: its domain is typed, its descriptor is shown, and only then it is joined. Everything can be given
// up on the way.

import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { NotAdded, ServicePreview, ServiceUse } from '#app/views/services.ts';
import { webUrl } from '#bytes/web-url.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import type { ConnectionModel } from '../model/connection.ts';
import { keepForm } from '../model/form-draft.ts';
import { useLifetime } from '../model/lifetime.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SendForm, TextField } from '../ui/field.tsx';
import { shownHost } from '../ui/host.ts';
import { camel } from '../ui/key.ts';
import { Notice } from '../ui/surfaces.tsx';
import { showToast } from '../ui/toast.tsx';
import { Fingerprint, ServiceFacts } from './service-facts.tsx';

const words = (reason: NotAdded): string => i18n.t(`options.services.reason.${camel(reason)}`);

/** Names in other scripts as browsers ask for them; a text that is no address goes as it is, and the answer says so. */
function inAscii(typed: string): string {
  if (/^[\u0021-\u007e]*$/.test(typed)) return typed;
  return (webUrl(typed) ?? webUrl(`https://${typed}`))?.href ?? typed;
}

/** Asks a service what it is. A question can be given up; its answer is not listened to then. */
function useLook(typed: Signal<string>) {
  const { worker } = useApp();
  const error = useSignal<string | null>(null);
  const asking = useSignal(false);
  const shown = useSignal<ServicePreview | null>(null);
  const turn = useRef(0);
  const ask = useAction(async () => {
    const mine = ++turn.current;
    asking.value = true;
    const outcome = await worker.lookAtService({ typed: inAscii(typed.value.trim()) }).finally(() => {
      if (turn.current === mine) asking.value = false;
    });
    if (turn.current !== mine) return;
    if (outcome.ok) shown.value = outcome.service;
    else error.value = words(outcome.reason);
  });
  const look = (): void => {
    if (typed.value.trim() === '') error.value = words('malformed');
    else if (!asking.value) void ask.run();
  };
  const giveUp = (): void => {
    turn.current++;
    asking.value = false;
  };
  return { error, asking: asking.value, shown, look, giveUp };
}

export function AddService({ model }: { model: ConnectionModel }) {
  const app = useApp();
  const typed = useSignal('');
  useLifetime((lifetime) => keepForm(app, 'add-service', { typed }, lifetime));
  const { error, asking, shown, look, giveUp } = useLook(typed);
  return (
    <div class="item">
      <SendForm onSend={look}>
        <TextField
          label={i18n.t('options.services.add')}
          value={typed}
          placeholder="service.example"
          hint={asking ? i18n.t('options.services.asking', [typed.value.trim()]) : i18n.t('options.services.addHint')}
          fault={error}
          maxLength={255}
          onInput={giveUp}
          after={
            asking ? (
              <Button small onPress={giveUp}>
                {i18n.t('common.cancel')}
              </Button>
            ) : (
              <Button small>{i18n.t('options.services.look')}</Button>
            )
          }
        />
      </SendForm>
      {shown.value !== null && (
        <Join
          service={shown.value}
          onDone={(joined) => {
            shown.value = null;
            if (!joined) return;
            typed.value = '';
            void model.reload();
          }}
        />
      )}
    </div>
  );
}

const USES = ['both', 'sending', 'receiving'] as const satisfies readonly ServiceUse[];

function UseChoice({ use }: { use: Signal<ServiceUse> }) {
  return (
    <label class="choice">
      <span>{i18n.t('options.services.useFor')}</span>
      <select
        value={use.value}
        onChange={(event) => {
          use.value = event.currentTarget.value as ServiceUse;
        }}
      >
        {USES.map((one) => (
          <option key={one} value={one}>
            {i18n.t(`options.services.use.${one}`)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Join({ service, onDone }: { service: ServicePreview; onDone: (joined: boolean) => void }) {
  const { worker } = useApp();
  const { origin, fingerprint, roles } = service;
  const twofold = roles.includes('sending') && roles.includes('receiving');
  const use = useSignal<ServiceUse>('both');
  const failure = useSignal<string | null>(null);
  const join = useAction(async () => {
    failure.value = null;
    const outcome = await worker.addService({ origin, fingerprint, use: use.value });
    if (outcome.ok) {
      showToast(i18n.t('options.services.added', [shownHost(origin)]));
      onDone(true);
    } else if (outcome.reason !== 'cancelled') failure.value = words(outcome.reason);
  });
  return (
    <Dialog
      title={i18n.t('options.services.joinTitle', [shownHost(origin)])}
      confirm={i18n.t('options.services.join')}
      busy={join.busy}
      onConfirm={() => void join.run()}
      onClose={() => {
        if (join.busy) void worker.cancelAddService({ origin });
        onDone(false);
      }}
    >
      <ServiceFacts service={service} />
      <Fingerprint digits={fingerprint} />
      {service.kin !== null && (
        <Notice tone="warn">
          {i18n.t(`options.services.kin.${service.kin.alike}`, [shownHost(service.kin.origin)])}
        </Notice>
      )}
      {twofold && <UseChoice use={use} />}
      {join.busy && (
        <p class="small muted" role="status">
          {i18n.t('options.services.joining')}
        </p>
      )}
      {failure.value !== null && (
        <Notice tone="bad" live>
          {failure.value}
        </Notice>
      )}
    </Dialog>
  );
}
