// The keys that open Nucleus, asked for again whenever the person comes back to the page: they are changed in a page of
// the browser's.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { App, Platform } from './app.ts';

export type Shortcuts = Awaited<ReturnType<Platform['shortcuts']['all']>>;

export interface ShortcutsModel {
  /** undefined: not known yet. */
  readonly all: ReadonlySignal<Shortcuts | undefined>;
}

export function createShortcuts({ platform }: App, lifetime: AbortSignal): ShortcutsModel {
  const all = signal<Shortcuts | undefined>(undefined);
  const read = () =>
    void platform.shortcuts.all().then((answer) => {
      if (!lifetime.aborted) all.value = answer;
    });
  addEventListener('focus', read, { signal: lifetime });
  read();
  return { all };
}
