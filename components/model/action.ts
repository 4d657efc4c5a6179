// A press that asks the worker for something: busy while it lasts, deaf to a second press, and a kind word if no answer
// comes.

import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { showToast } from '../ui/toast.tsx';

export interface Action<Args extends unknown[]> {
  run(...args: Args): Promise<void>;
  busy: boolean;
}

export function useAction<Args extends unknown[]>(work: (...args: Args) => Promise<void>): Action<Args> {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const run = async (...args: Args) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await work(...args);
    } catch {
      showToast(i18n.t('failure.noAnswer'), 'bad');
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, busy };
}
