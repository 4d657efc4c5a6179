// A fact that is a secret: asked for at the press, in the page only while it is shown, and gone when the page is put
// aside.
import { useSignal } from '@preact/signals';
import { Eye, EyeOff } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { IconButton } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { showToast } from '../ui/toast.tsx';

export interface SecretFactProps {
  name: string;
  /** Null: there is none any more. */
  ask: () => Promise<string | null>;
  /** What the buttons are called, if not after the name. */
  words?: { readonly show: string; readonly hide: string; readonly copy: string };
  /** Stands there while it is not shown. */
  hidden?: string | undefined;
  after?: ComponentChildren;
}

const wordsOf = (name: string) => ({
  show: i18n.t('entries.show', [name]),
  hide: i18n.t('entries.hide', [name]),
  copy: i18n.t('entries.copySecret', [name]),
});

export function SecretFact({ name, ask, words = wordsOf(name), hidden = '••••••••••••', after }: SecretFactProps) {
  const shown = useSignal<string | null>(null);
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
        <div class="fact-value mono" dir="ltr">
          {shown.value ?? hidden}
        </div>
      </div>
      <IconButton
        small
        icon={shown.value === null ? Eye : EyeOff}
        label={shown.value === null ? words.show : words.hide}
        onPress={() => void toggle.run()}
      />
      <CopyButton secret text={ask} label={words.copy} />
      {after}
    </li>
  );
}
