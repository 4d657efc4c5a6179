// A one-time code with the seconds that it has left; near its end the next one stands beside it.
import { type ReadonlySignal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OneTimeCode } from '#logins/one-time/code.ts';
import { useApp } from '../model/app.ts';
import { CopyButton } from '../ui/copy.tsx';

const SECOND_MS = 1000;
/** Typing takes that long: below it the next code is the better one. */
const NEXT_SECONDS = 10;
/** Pasting and sending take that long: below it the next one is copied. */
const COPY_NEXT_SECONDS = 3;

/** In two halves, as people read them aloud. */
function halves(code: string): string {
  const half = Math.ceil(code.length / 2);
  return code.length < 6 ? code : `${code.slice(0, half)} ${code.slice(half)}`;
}

interface Running {
  /** Null: not known yet, or gone. */
  readonly code: ReadonlySignal<OneTimeCode | null>;
  readonly left: ReadonlySignal<number>;
  /** By how much this device's clock is off. */
  readonly off: ReadonlySignal<{ readonly offByMs: number; readonly isSure: boolean } | null>;
}

/** In minutes, or seconds if there are few. */
const howMuch = (ms: number): string => {
  const seconds = Math.round(Math.abs(ms) / SECOND_MS);
  return seconds < 90 ? i18n.t('codes.seconds', seconds) : i18n.t('codes.minutes', Math.round(seconds / 60));
};

/** A code of a log-in, asked for anew when it ends, for as long as it is shown. */
function useOneTimeCode(id: string, index: number): Running {
  const { worker, clock } = useApp();
  const code = useSignal<OneTimeCode | null>(null);
  const left = useSignal(0);
  const off = useSignal<{ offByMs: number; isSure: boolean } | null>(null);
  useEffect(() => {
    let stop = (): void => {};
    let gone = false;
    const tick = async (): Promise<void> => {
      if (code.value === null || clock.now() >= code.value.validUntil) {
        const answer = await worker.oneTimeCode({ entry: id, index }).catch(() => null);
        if (gone) return;
        code.value = answer?.ok === true ? answer : null;
        off.value = answer?.ok === true ? answer.clock : null;
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
  return { code, left, off };
}

interface OneTimeProps {
  /** Of the log-in. */
  id: string;
  /** Of the code among those of the log-in. */
  index: number;
  /** Who it is of, as far as that is not said already. */
  names: readonly string[];
  /** A button before the one that copies. */
  before?: ComponentChildren;
  /** A button after it. */
  after?: ComponentChildren;
}

/** The inside of a row of facts. */
export function OneTimeValue({ id, index, names, before, after }: OneTimeProps) {
  const { code, left, off } = useOneTimeCode(id, index);
  const clock = off.value;
  const now = code.value;
  return (
    <>
      <div class="grow">
        <div class="fact-name">{[i18n.t('entries.oneTime'), ...names].filter(Boolean).join(' · ')}</div>
        <div class="fact-value">
          <span class="code-digits" dir="ltr">
            {now === null ? '···' : halves(now.code)}
          </span>{' '}
          <span class="small muted code-left">
            {now !== null && i18n.t('entries.secondsLeft', left.value)}
            {now !== null && left.value <= NEXT_SECONDS && i18n.t('entries.nextCode', [halves(now.next)])}
          </span>
        </div>
        {clock !== null && (
          <div class="small code-clock">
            {i18n.t(clock.isSure ? 'codes.clockRight' : 'codes.clockOff', [howMuch(clock.offByMs)])}
          </div>
        )}
      </div>
      {before}
      {now !== null && (
        <CopyButton
          text={left.value <= COPY_NEXT_SECONDS ? now.next : now.code}
          label={i18n.t('entries.copyOneTime')}
        />
      )}
      {after}
    </>
  );
}

export function OneTimeFact(props: OneTimeProps) {
  return (
    <li class="fact">
      <OneTimeValue {...props} />
    </li>
  );
}
