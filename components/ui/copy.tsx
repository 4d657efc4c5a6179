// Copying, with a word that it happened: on the button itself, before the person's eyes, and over nothing that they
// need next. The clipboard is the person's: nothing is put there without a press.

import { Check, Copy } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button, IconButton } from './button.tsx';
import { takeOffLater } from './clipboard.ts';
import { showToast } from './toast.tsx';

const SHOWN_MS = 2000;

/** How it went: on the button for a glance, whole for those who hear the page. */
interface Copied {
  label: string;
  whole: string;
}

async function copyText(text: string, secret: boolean): Promise<Copied> {
  await navigator.clipboard.writeText(text);
  if (!secret) return { label: i18n.t('common.copied'), whole: i18n.t('common.copied') };
  return (await takeOffLater(text))
    ? { label: i18n.t('common.copiedForAMinute'), whole: i18n.t('common.copiedForAMinuteWhole') }
    : { label: i18n.t('common.copiedSecret'), whole: i18n.t('common.copiedSecretWhole') };
}

export interface CopyProps {
  /** Asked for at the press, so that a secret need not be in the page before. Null: there is none any more. */
  text: string | (() => Promise<string | null>);
  label: string;
  /** Words on the button; without them it is an icon. */
  children?: string | undefined;
  kind?: 'plain' | 'primary' | 'quiet' | undefined;
  small?: boolean | undefined;
  /** It is taken off the clipboard later, if the browser lets us. */
  secret?: boolean | undefined;
  onCopied?: (() => void) | undefined;
}

export function CopyButton({ text, label, children, kind, small = true, secret = false, onCopied }: CopyProps) {
  const [copied, setCopied] = useState<Copied | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const press = async () => {
    const value = await (typeof text === 'string' ? Promise.resolve(text) : text()).catch(() => undefined);
    if (value === undefined) return showToast(i18n.t('failure.noAnswer'), 'bad');
    if (value === null) return showToast(i18n.t('common.gone'), 'bad');
    // A shorter word must not move the button's neighbours.
    if (button.current) button.current.style.minInlineSize = `${button.current.offsetWidth}px`;
    await copyText(value, secret).then(
      (done) => {
        setCopied(done);
        onCopied?.();
      },
      () => showToast(i18n.t('common.copyFailed'), 'bad'),
    );
  };
  return (
    <>
      {children === undefined ? (
        <IconButton
          small={small}
          icon={copied === null ? Copy : Check}
          label={label}
          word={copied?.label}
          kind={kind}
          onPress={() => void press()}
        />
      ) : (
        <Button
          anchor={button}
          small={small}
          kind={kind}
          icon={copied === null ? Copy : Check}
          onPress={() => void press()}
        >
          {copied?.label ?? children}
        </Button>
      )}
      <span class="unseen" role="status">
        {copied?.whole ?? ''}
      </span>
    </>
  );
}
