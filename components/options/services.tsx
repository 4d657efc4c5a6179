// The services in use, how each stands, and adding or leaving one.

import { useSignal } from '@preact/signals';
import { RefreshCw, Trash2 } from 'lucide-preact';
import { i18n } from '#i18n';
import type { ServiceView } from '#rpc/views.ts';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import type { ConnectionModel } from '../model/connection.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { hostOf } from '../ui/host.ts';
import { Wait } from '../ui/progress.tsx';
import { Card, Notice, Tag } from '../ui/surfaces.tsx';
import { capital, fromNow } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';
import { NoAnswer } from '../unlock/gate.tsx';

const TONES = { connected: 'good', polling: 'good', unreachable: 'warn', refusing: 'bad' } as const;

function Service({ service, onRemove }: { service: ServiceView; onRemove: () => void }) {
  const { clock } = useApp();
  const { origin, roles, state, answeredAt, mailDomain } = service;
  const does = capital(new Intl.ListFormat().format(roles.map((role) => i18n.t(`options.services.role.${role}`))));
  return (
    <div class="item">
      <div class="grow">
        <div class="line wrap">
          <span class="service-host">{hostOf(origin)}</span>
          <Tag tone={TONES[state]}>{i18n.t(`options.services.state.${state}`)}</Tag>
        </div>
        <div class="small muted">
          {does}
          {mailDomain !== null && ` · @${mailDomain}`}
          {state !== 'connected' &&
            ` · ${answeredAt === null ? i18n.t('options.services.never') : i18n.t('options.services.answered', [fromNow(answeredAt, clock.now())])}`}
        </div>
      </div>
      <IconButton small icon={Trash2} label={i18n.t('options.services.remove', [hostOf(origin)])} onPress={onRemove} />
    </div>
  );
}

/** What was typed as an origin: a bare host means https. */
function toOrigin(typed: string): string | null {
  const text = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(text)) return null;
  const { origin, protocol } = new URL(text);
  return protocol === 'https:' || protocol === 'http:' ? origin : null;
}

function Add({ model }: { model: ConnectionModel }) {
  const { worker } = useApp();
  const typed = useSignal('');
  const error = useSignal<string | null>(null);
  const add = useAction(async () => {
    const origin = toOrigin(typed.value.trim());
    if (typed.value.trim() === '' || origin === null) {
      error.value = i18n.t('options.services.reason.malformed');
      return;
    }
    const outcome = await worker.addService({ origin });
    if (!outcome.ok) {
      error.value = i18n.t(`options.services.reason.${outcome.reason}`);
      return;
    }
    typed.value = '';
    await model.reload();
    showToast(i18n.t('options.services.added'));
  });
  return (
    <div class="item">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void add.run();
        }}
      >
        <TextField
          label={i18n.t('options.services.add')}
          value={typed}
          placeholder="service.example"
          hint={i18n.t('options.services.addHint')}
          error={error.value}
          maxLength={255}
          onInput={() => {
            error.value = null;
          }}
          after={
            <Button small busy={add.busy}>
              {i18n.t('common.add')}
            </Button>
          }
        />
      </form>
    </div>
  );
}

export function Services({ model }: { model: ConnectionModel }) {
  const { worker } = useApp();
  const removing = useSignal<string | null>(null);
  const view = model.value.value;
  const check = useAction(async () => {
    await worker.checkNow();
    await model.reload();
  });
  const remove = useAction(async (origin: string) => {
    const outcome = await worker.removeService({ origin });
    removing.value = null;
    if (!outcome.ok) showToast(i18n.t(`options.services.removeReason.${outcome.reason}`), 'bad');
    await model.reload();
  });
  if (!view) return model.failed.value ? <NoAnswer onRetry={() => void model.reload()} /> : <Wait />;
  return (
    <>
      {view.waitingToSend > 0 && <Notice>{i18n.t('options.services.waiting', view.waitingToSend)}</Notice>}
      <Card>
        {view.services.map((service) => (
          <Service
            key={service.origin}
            service={service}
            onRemove={() => {
              removing.value = service.origin;
            }}
          />
        ))}
        <Add model={model} />
      </Card>
      <div>
        <Button small icon={RefreshCw} busy={check.busy} onPress={() => void check.run()}>
          {i18n.t('options.services.check')}
        </Button>
      </div>
      {removing.value !== null && (
        <Dialog
          title={i18n.t('options.services.removeTitle', [hostOf(removing.value)])}
          confirm={i18n.t('options.services.removeAct')}
          danger
          busy={remove.busy}
          onConfirm={() => removing.value !== null && void remove.run(removing.value)}
          onClose={() => {
            removing.value = null;
          }}
        >
          <p class="muted">{i18n.t('options.services.removeText')}</p>
        </Dialog>
      )}
    </>
  );
}
