// Copying, with a word that it happened. The clipboard is the person's: nothing is put there without a press.

import { Copy } from 'lucide-preact';
import { i18n } from '#i18n';
import { Button, IconButton } from './button.tsx';
import { takeOffLater } from './clipboard.ts';
import { showToast } from './toast.tsx';

export async function copyText(text: string, secret = false): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    if (!secret) showToast(i18n.t('common.copied'));
    else showToast(i18n.t((await takeOffLater(text)) ? 'common.copiedForAMinute' : 'common.copiedSecret'));
  } catch {
    showToast(i18n.t('common.copyFailed'), 'bad');
  }
}

export interface CopyProps {
  /** Asked for at the press, so that a secret need not be in the page before. Null: there is none any more. */
  text: string | (() => Promise<string | null>);
  label: string;
  /** Words on the button; without them it is an icon. */
  children?: string | undefined;
  kind?: 'plain' | 'primary' | 'quiet' | undefined;
  small?: boolean | undefined;
  /** Nobody else should find it on the clipboard later. */
  secret?: boolean | undefined;
}

export function CopyButton({ text, label, children, kind, small = true, secret }: CopyProps) {
  const press = async () => {
    try {
      const value = typeof text === 'string' ? text : await text();
      if (value !== null) await copyText(value, secret);
      else showToast(i18n.t('common.gone'), 'bad');
    } catch {
      showToast(i18n.t('failure.noAnswer'), 'bad');
    }
  };
  if (children)
    return (
      <Button small={small} kind={kind ?? 'plain'} icon={Copy} onPress={() => void press()}>
        {children}
      </Button>
    );
  return <IconButton small={small} icon={Copy} label={label} kind={kind ?? 'quiet'} onPress={() => void press()} />;
}
