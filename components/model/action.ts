// A press that asks the worker for something: busy while it lasts, deaf to a second press, and a kind word if no answer
// comes.

import { useRef, useState } from 'preact/hooks';
import { showToast } from '../ui/toast.tsx';
import { failureText } from './failure.ts';

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
    } catch (error) {
      showToast(failureText(error), 'bad');
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  return { run, busy };
}
