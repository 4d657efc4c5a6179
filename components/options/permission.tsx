// The state of permission at a service: nothing while there is enough; when more comes; and advice if the issuer gives
// none. A code is shown to that issuer alone.

import { useSignal } from '@preact/signals';
import type { PermissionView } from '#app/views/services.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { SendForm, TextField } from '../ui/field.tsx';
import { shownHost } from '../ui/host.ts';
import { Notice, Tag } from '../ui/surfaces.tsx';
import { fromNow } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';

const TONES = { ready: 'good', low: 'warn', none: 'warn' } as const;

export function PermissionTag({ permission }: { permission: PermissionView }) {
  return <Tag tone={TONES[permission.state]}>{i18n.t(`options.services.permission.${permission.state}`)}</Tag>;
}

export function Permission({ permission, host }: { permission: PermissionView; host: string }) {
  const { clock } = useApp();
  const { state, nextAt, obstacle } = permission;
  if (state !== 'ready' && obstacle !== null) return <Obstacle obstacle={obstacle} host={host} />;
  if (state === 'ready') return null;
  if (state === 'low') return <Notice>{i18n.t('options.services.permission.lowText', [host])}</Notice>;
  return (
    <Notice tone="warn">
      {nextAt === null
        ? i18n.t('options.services.permission.noneSoonText', [host])
        : i18n.t('options.services.permission.noneText', [host, fromNow(nextAt, clock.now())])}
    </Notice>
  );
}

function Obstacle({ obstacle, host }: { obstacle: NonNullable<PermissionView['obstacle']>; host: string }) {
  if (obstacle.standing !== 'account-unlisted') return <Code obstacle={obstacle} host={host} />;
  const { account } = obstacle;
  return (
    <Notice
      tone="warn"
      acts={
        account !== null && (
          <CopyButton text={account} label={i18n.t('options.services.permission.copyAccount')}>
            {i18n.t('options.services.permission.copyAccount')}
          </CopyButton>
        )
      }
    >
      {i18n.t('options.services.permission.unlisted', [host])}
    </Notice>
  );
}

function Code({ obstacle, host }: { obstacle: NonNullable<PermissionView['obstacle']>; host: string }) {
  const { worker } = useApp();
  const typed = useSignal('');
  const error = useSignal<string | null>(null);
  const issuer = shownHost(obstacle.issuer);
  const give = useAction(async () => {
    if (typed.value.trim() === '') return;
    const outcome = await worker.giveInvitationCode({ issuer: obstacle.issuer, code: typed.value.trim() });
    if (outcome.ok) showToast(i18n.t('options.services.permission.accepted'));
    else if (outcome.reason === 'wrong') error.value = i18n.t('options.services.permission.wrongCode', [issuer]);
    else error.value = i18n.t('options.services.permission.unreachable');
  });
  const wrong = obstacle.standing === 'invitation-wrong' && typed.value === '';
  return (
    <SendForm class="permission-code" onSend={() => give.run()}>
      <TextField
        label={i18n.t('options.services.permission.code')}
        value={typed}
        hint={i18n.t('options.services.permission.wantsCode', [host])}
        fault={error}
        error={wrong ? i18n.t('options.services.permission.wrongCode', [issuer]) : null}
        maxLength={64}
        autocomplete="off"
        spellcheck={false}
        after={
          <Button small busy={give.busy}>
            {i18n.t('options.services.permission.giveCode')}
          </Button>
        }
      />
    </SendForm>
  );
}
