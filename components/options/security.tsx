// Changing the passphrase and making a new recovery code, which ask for the passphrase of today; and having the vault
// written anew.

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { KeyView } from '#app/views/vault.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createResource } from '../model/resource.ts';
import { RecoveryActs, RecoveryCode } from '../setup/recovery-code.tsx';
import { Button } from '../ui/button.tsx';
import { PassphraseField, SendForm, TextField } from '../ui/field.tsx';
import { Card, Notice } from '../ui/surfaces.tsx';
import { date } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';
import { NewPassphrase, useNewPassphrase } from '../unlock/new-passphrase.tsx';
import { MailboxesSection } from './mailboxes.tsx';
import { SetPin } from './quick-pin.tsx';
import '../setup/setup.css';

function ChangePassphrase({ onDone }: { onDone: () => void }) {
  const { worker } = useApp();
  const current = useSignal('');
  const error = useSignal<string | null>(null);
  const next = useNewPassphrase();
  const change = useAction(async () => {
    if (current.value === '') {
      error.value = i18n.t('unlock.empty');
      return;
    }
    if (!(await next.check())) return;
    const outcome = await worker.changePassphrase({ current: current.value, next: next.passphrase.value });
    if (outcome.ok) {
      showToast(i18n.t('options.security.changed'));
      onDone();
    } else if (outcome.reason === 'weak') next.refuse();
    else error.value = i18n.t(`unlock.reason.${outcome.reason}`);
  });
  return (
    <SendForm onSend={() => change.run()}>
      <PassphraseField
        label={i18n.t('options.security.current')}
        value={current}
        autocomplete="current-password"
        autofocus
        fault={error}
      />
      <NewPassphrase model={next} />
      <div class="acts">
        <Button kind="primary" busy={change.busy}>
          {i18n.t('options.security.changeNow')}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {i18n.t('common.cancel')}
        </Button>
      </div>
    </SendForm>
  );
}

function RenewCode({ onDone }: { onDone: () => void }) {
  // In one piece: the picture of a form in its two steps, asking and showing the code.
  const { worker } = useApp();
  const passphrase = useSignal('');
  const error = useSignal<string | null>(null);
  const code = useSignal<string | null>(null);
  const renew = useAction(async () => {
    if (passphrase.value === '') {
      error.value = i18n.t('unlock.empty');
      return;
    }
    const outcome = await worker.renewRecoveryCode({ passphrase: passphrase.value });
    if (outcome.ok) {
      code.value = outcome.recoveryCode;
      passphrase.value = '';
    } else error.value = i18n.t(`unlock.reason.${outcome.reason}`);
  });
  const keep = useAction(async () => {
    await worker.confirmRecovery();
    code.value = null;
    onDone();
  });
  if (code.value !== null)
    return (
      <div class="stack" style="inline-size: 100%">
        <Notice tone="warn" live>
          {i18n.t('options.security.oldCodeGone')}
        </Notice>
        <RecoveryCode code={code.value} />
        <RecoveryActs code={code.value} />
        <div>
          <Button kind="primary" busy={keep.busy} onPress={() => void keep.run()}>
            {i18n.t('recovery.kept')}
          </Button>
        </div>
      </div>
    );
  return (
    <SendForm onSend={() => renew.run()}>
      <PassphraseField
        label={i18n.t('options.security.yours')}
        value={passphrase}
        autocomplete="current-password"
        autofocus
        fault={error}
      />
      <div class="acts">
        <Button kind="primary" busy={renew.busy}>
          {i18n.t('options.security.makeCode')}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {i18n.t('common.cancel')}
        </Button>
      </div>
    </SendForm>
  );
}

/** When the vault was last written anew, and doing it now; or why that must wait. */
function VaultKey({ view, onNewCode }: { view: KeyView | undefined; onNewCode: () => void }) {
  const app = useApp();
  const renew = useAction(async () => {
    const outcome = await app.worker.renewVaultKey();
    if (outcome.ok) showToast(i18n.t('options.security.renewed'));
    else
      showToast(
        i18n.t(`options.security.notRenewed.${outcome.reason}`),
        outcome.reason === 'stopped' ? undefined : 'bad',
      );
  });
  if (view === undefined) return null;
  if (view.codeWanted) return <WantedCode onNewCode={onNewCode} />;
  return (
    <>
      <div class="grow">
        <div class="strong">{i18n.t('options.security.key')}</div>
        <div class="small muted">
          {i18n.t('options.security.keyHint')}{' '}
          {view.since === 0
            ? i18n.t('options.security.keyDue')
            : i18n.t('options.security.keySince', [date(view.since)])}
        </div>
        {view.failed !== null && <div class="small">{i18n.t(`options.security.keyFailed.${view.failed}`)}</div>}
      </div>
      <Button small busy={renew.busy} onPress={() => void renew.run()}>
        {i18n.t('options.security.renew')}
      </Button>
    </>
  );
}

function WantedCode({ onNewCode }: { onNewCode: () => void }) {
  const { worker } = useApp();
  const code = useSignal('');
  const error = useSignal<string | null>(null);
  const give = useAction(async () => {
    if (code.value.trim() === '') {
      error.value = i18n.t('unlock.codeEmpty');
      return;
    }
    const outcome = await worker.giveRecoveryCode({ code: code.value.trim() });
    if (!outcome.ok) error.value = i18n.t(`unlock.codeReason.${outcome.reason}`);
  });
  return (
    <SendForm onSend={() => give.run()}>
      <div class="strong">{i18n.t('options.security.key')}</div>
      <div class="small muted">{i18n.t('options.security.codeWanted')}</div>
      <TextField label={i18n.t('unlock.code')} value={code} mono maxLength={200} fault={error} />
      <div class="acts">
        <Button kind="primary" busy={give.busy}>
          {i18n.t('options.security.giveCode')}
        </Button>
        <Button kind="quiet" onPress={onNewCode}>
          {i18n.t('setup.renew')}
        </Button>
      </div>
    </SendForm>
  );
}

interface OpenableProps {
  title: string;
  hint: string;
  act: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  children: ComponentChildren;
}

/** A row that stays, and opens below itself. */
function Openable({ title, hint, act, open, onOpen, children }: OpenableProps) {
  const id = useId();
  return (
    <div class="item">
      <div class="grow">
        <div class="strong">{title}</div>
        <div class="small muted" id={id}>
          {hint}
        </div>
      </div>
      <Button small expanded={open} describedBy={id} onPress={() => onOpen(!open)}>
        {act}
      </Button>
      {open && children}
    </div>
  );
}

export function Security() {
  // In one piece: the picture of a card.
  const app = useApp();
  const key = useLifetime((lifetime) => createResource(app, ['vault'], () => app.worker.vaultKey(), lifetime));
  const view = key.value.value;
  const [open, setOpen] = useState<'passphrase' | 'code' | 'pin' | null>(null);
  const close = () => setOpen(null);
  return (
    <Card>
      <Openable
        title={i18n.t('options.security.passphrase')}
        hint={i18n.t('options.security.passphraseHint')}
        act={i18n.t('options.security.change')}
        open={open === 'passphrase'}
        onOpen={(wanted) => setOpen(wanted ? 'passphrase' : null)}
      >
        <ChangePassphrase onDone={close} />
      </Openable>
      <Openable
        title={i18n.t('options.security.code')}
        hint={i18n.t('options.security.codeHint')}
        act={i18n.t('setup.renew')}
        open={open === 'code'}
        onOpen={(wanted) => setOpen(wanted ? 'code' : null)}
      >
        <RenewCode onDone={close} />
      </Openable>
      <Openable
        title={i18n.t('options.pin.title')}
        hint={i18n.t(view?.pin ? 'options.pin.isSet' : 'options.pin.hint')}
        act={i18n.t(view?.pin ? 'options.security.change' : 'options.pin.set')}
        open={open === 'pin'}
        onOpen={(wanted) => setOpen(wanted ? 'pin' : null)}
      >
        <SetPin isSet={view?.pin ?? false} onDone={close} />
      </Openable>
      <div class="item">
        <VaultKey view={view} onNewCode={() => setOpen('code')} />
      </div>
      <div class="item">
        <MailboxesSection />
      </div>
    </Card>
  );
}
