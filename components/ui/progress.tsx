// Waiting, measuring, counting steps.

import { i18n } from '#i18n';
import './progress.css';

/** Fills the place of awaited content; silent for the first 200 ms. */
export function Wait({ label }: { label?: string | undefined }) {
  return (
    <div class="wait" role="status">
      <div class="ring" />
      <span class={label ? 'small' : 'unseen'}>{label ?? i18n.t('common.loading')}</span>
    </div>
  );
}

/** `score`: 0 … 4; null while nothing is typed. */
export function Meter({ score, label }: { score: number | null; label: string }) {
  const lit = score === null ? 0 : Math.max(1, score);
  return (
    <div class="meter" data-score={score ?? ''} role="img" aria-label={label}>
      {[1, 2, 3, 4].map((step) => (
        <i key={step} class={step <= lit ? 'on' : ''} />
      ))}
    </div>
  );
}

export function StepCount({ at, of }: { at: number; of: number }) {
  return (
    <div class="steps" role="img" aria-label={i18n.t('common.step', [at, of])}>
      {Array.from({ length: of }, (_, step) => (
        <i key={step} class={step < at ? 'on' : ''} />
      ))}
    </div>
  );
}
