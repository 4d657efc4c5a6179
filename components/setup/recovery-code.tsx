// The recovery code, shown once: to be copied, saved or printed, and confirmed by typing one of its groups.

import { useSignal } from '@preact/signals';
import { Download, Printer } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { codeGroups, matchesGroup } from '../model/vault.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { SendForm, TextField } from '../ui/field.tsx';
import { saveFile } from '../ui/file.ts';
import { Step } from './step.tsx';

/** Which group is asked for: drawn once per showing, so that it cannot be typed ahead. */
function drawGroup(count: number): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % Math.max(1, count);
}

export function RecoveryCode({ code }: { code: string }) {
  return (
    <ol class="recovery" aria-label={i18n.t('recovery.label')}>
      {codeGroups(code).map((group, index) => (
        <li key={`${index}-${group}`}>
          <i aria-hidden="true">{index + 1}</i>
          {group}
        </li>
      ))}
    </ol>
  );
}

export function RecoveryActs({ code }: { code: string }) {
  return (
    <div class="acts">
      <CopyButton secret text={code} label={i18n.t('recovery.copy')} small={false}>
        {i18n.t('recovery.copy')}
      </CopyButton>
      <Button
        icon={Download}
        onPress={() =>
          saveFile(
            i18n.t('recovery.file'),
            `${i18n.t('setup.sheetTitle')}\n\n${code}\n\n${i18n.t('setup.sheetText')}\n`,
          )
        }
      >
        {i18n.t('recovery.save')}
      </Button>
      <Button icon={Printer} onPress={() => print()}>
        {i18n.t('recovery.print')}
      </Button>
    </div>
  );
}

export function KeepRecoveryCode({ code, onKept }: { code: string; onKept: () => Promise<void> }) {
  const { worker } = useApp();
  const groups = codeGroups(code);
  const [asked] = useState(() => drawGroup(groups.length));
  const typed = useSignal('');
  const error = useSignal<string | null>(null);
  const confirm = useAction(async () => {
    if (!matchesGroup(typed.value, groups[asked] ?? '')) {
      error.value = i18n.t('recovery.wrongGroup', [asked + 1]);
      return;
    }
    await worker.confirmRecovery();
    await onKept();
  });
  return (
    <Step title={i18n.t('recovery.title')} lead={i18n.t('recovery.lead')}>
      <RecoveryCode code={code} />
      <RecoveryActs code={code} />
      <SendForm onSend={() => confirm.run()}>
        <TextField
          label={i18n.t('recovery.typeGroup', [asked + 1])}
          value={typed}
          mono
          maxLength={20}
          hint={i18n.t('recovery.typeHint')}
          fault={error}
        />
        <div class="end">
          <Button kind="primary" wide busy={confirm.busy}>
            {i18n.t('recovery.kept')}
          </Button>
        </div>
      </SendForm>
    </Step>
  );
}
