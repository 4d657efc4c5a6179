// Whether a person has this page in front of them, and telling the worker which conversation it shows them. In sight
// alone is not in front: a window on a second screen and a side panel beside the page that is read are in sight for
// hours.

import { useEffect } from 'preact/hooks';
import { type App, useApp } from '../model/app.ts';

export interface Front {
  isInFront(): boolean;
  /** Calls whenever the answer may be another one. */
  onChange(listener: () => void, signal: AbortSignal): void;
}

/** Of this page. A frame in it that takes the focus would go unnoticed when it loses it: conversations have none. */
export const pageFront: Front = {
  isInFront: () => document.visibilityState === 'visible' && document.hasFocus(),
  onChange(listener, signal) {
    document.addEventListener('visibilitychange', listener, { signal });
    for (const event of ['focus', 'blur', 'pageshow', 'pagehide']) addEventListener(event, listener, { signal });
  },
};

/** Tells it now and at every change; when the conversation leaves the page, that none is in front any more. */
export function attend(app: Pick<App, 'attend'>, relationship: string, front: Front, lifetime: AbortSignal): void {
  const tell = () => app.attend(front.isInFront() ? relationship : null);
  front.onChange(tell, lifetime);
  lifetime.addEventListener('abort', () => app.attend(null));
  tell();
}

export function useAttendance(relationship: string): void {
  const app = useApp();
  // In an effect, whose end comes before the beginning of the next conversation's.
  useEffect(() => {
    const controller = new AbortController();
    attend(app, relationship, pageFront, controller.signal);
    return () => controller.abort();
  }, [app, relationship]);
}
