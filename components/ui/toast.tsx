// A short word about what just happened. One at a time; it goes by itself and never holds anything a person must act
// on.

import { signal } from '@preact/signals';
import { Check, CircleAlert } from 'lucide-preact';
import { useEffect } from 'preact/hooks';
import './toast.css';

interface Shown {
  text: string;
  tone: 'good' | 'bad';
}

const shown = signal<Shown | null>(null);

export function showToast(text: string, tone: 'good' | 'bad' = 'good'): void {
  shown.value = { text, tone };
}

/**
 * Stands once on every page. The live region is there from the start: one that comes with its words is not read out.
 */
export function Toasts() {
  const toast = shown.value;
  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(
      () => {
        shown.value = null;
      },
      // Time to read it: a word or two, or a sentence.
      toast.tone === 'bad' ? 6000 : toast.text.length > 30 ? 4000 : 2200,
    );
    return () => clearTimeout(timer);
  }, [toast]);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toast && (
        <div class={`toast ${toast.tone}`} key={toast.text}>
          {toast.tone === 'good' ? (
            <Check size={15} aria-hidden="true" />
          ) : (
            <CircleAlert size={15} aria-hidden="true" />
          )}
          {toast.text}
        </div>
      )}
    </div>
  );
}
