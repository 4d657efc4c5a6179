// A one-time code with the seconds that it has left; near its end the next one stands beside it.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OneTimeCode } from '#logins/one-time/code.ts';
import { useApp } from '../model/app.ts';
import { CopyButton } from '../ui/copy.tsx';

const SECOND_MS = 1000;
/** Typing takes that long: below it the next code is the better one. */
const NEXT_SECONDS = 10;

/** In two halves, as people read them aloud. */
function halves(code: string): string {
  const half = Math.ceil(code.length / 2);
  return code.length < 6 ? code : `${code.slice(0, half)} ${code.slice(half)}`;
}

export function OneTimeFact({
  id,
  index,
  issuer,
  account,
}: {
  id: string;
  index: number;
  issuer: string;
  account: string;
}) {
  const { worker, clock } = useApp();
  const code = useSignal<OneTimeCode | null>(null);
  const left = useSignal(0);
  useEffect(() => {
    let stop = (): void => {};
    let gone = false;
    const tick = async (): Promise<void> => {
      if (code.value === null || clock.now() >= code.value.validUntil) {
        const answer = await worker.oneTimeCode({ entry: id, index }).catch(() => null);
        if (gone) return;
        code.value = answer?.ok === true ? answer : null;
      }
      left.value = code.value === null ? 0 : Math.ceil((code.value.validUntil - clock.now()) / SECOND_MS);
      stop = clock.after(SECOND_MS, () => void tick());
    };
    void tick();
    return () => {
      gone = true;
      stop();
    };
  }, [worker, clock, id, index]);
  const now = code.value;
  return (
    <li class="fact">
      <div class="grow">
        <div class="fact-name">{[i18n.t('entries.oneTime'), issuer, account].filter(Boolean).join(' · ')}</div>
        <div class="fact-value">
          <span class="code-digits">{now === null ? '···' : halves(now.code)}</span>{' '}
          <span class="small muted">
            {now !== null && i18n.t('entries.secondsLeft', left.value)}
            {now !== null && left.value <= NEXT_SECONDS && ` ${i18n.t('entries.nextCode', [halves(now.next)])}`}
          </span>
        </div>
      </div>
      {now !== null && <CopyButton text={now.code} label={i18n.t('entries.copyOneTime')} />}
    </li>
  );
}
