// One fact of an entry: plain, or a secret that is asked for at the press and gone when the page is put aside.
import { useSignal } from '@preact/signals';
import { Eye, EyeOff } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SecretPart } from '#app/logins/secret.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { IconButton } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { showToast } from '../ui/toast.tsx';

export interface FactProps {
  name: string;
  /** Empty: there is no such fact, and nothing is shown. */
  value: string;
  /** What its copy button is called; without it there is none. */
  copy?: string;
  after?: ComponentChildren;
}

export function Fact({ name, value, copy, after }: FactProps) {
  if (value === '') return null;
  return (
    <li class="fact">
      <div class="grow">
        <div class="fact-name">{name}</div>
        <div class="fact-value entry-note">{value}</div>
      </div>
      {copy !== undefined && <CopyButton text={value} label={`${copy}: ${name}`} />}
      {after}
    </li>
  );
}

export interface SecretFactProps {
  id: string;
  name: string;
  part: SecretPart;
  /** Of the field, or of the former version. */
  index?: number;
  /** Stands there while it is not shown. */
  hidden?: string;
  after?: ComponentChildren;
}

export function SecretFact({ id, name, part, index = 0, hidden = '••••••••••••', after }: SecretFactProps) {
  const { worker } = useApp();
  const shown = useSignal<string | null>(null);
  const ask = async (): Promise<string | null> => {
    const outcome = await worker.revealSecret({ entry: id, part, index });
    return outcome.ok ? outcome.secret : null;
  };
  const toggle = useAction(async () => {
    if (shown.value !== null) {
      shown.value = null;
      return;
    }
    const secret = await ask();
    if (secret === null) showToast(i18n.t('common.gone'), 'bad');
    shown.value = secret;
  });
  useEffect(() => {
    const controller = new AbortController();
    const hide = () => {
      if (document.visibilityState === 'hidden') shown.value = null;
    };
    document.addEventListener('visibilitychange', hide, { signal: controller.signal });
    return () => controller.abort();
  }, [shown]);
  return (
    <li class="fact">
      <div class="grow">
        <div class="fact-name">{name}</div>
        <div class="fact-value mono">{shown.value ?? hidden}</div>
      </div>
      <IconButton
        small
        icon={shown.value === null ? Eye : EyeOff}
        label={i18n.t(shown.value === null ? 'entries.show' : 'entries.hide', [name])}
        onPress={() => void toggle.run()}
      />
      <CopyButton secret text={ask} label={i18n.t('entries.copySecret', [name])} />
      {after}
    </li>
  );
}
