// Whether the button of Nucleus is in sight, asked for again when it changes.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { App } from '../model/app.ts';

export interface ToolbarModel {
  /** null: not known, or the browser does not say. */
  readonly hasButton: ReadonlySignal<boolean | null>;
}

export function createToolbar({ platform }: App, lifetime: AbortSignal): ToolbarModel {
  const hasButton = signal<boolean | null>(null);
  const read = () =>
    void platform.toolbar.hasButton().then((answer) => {
      if (!lifetime.aborted) hasButton.value = answer;
    });
  platform.toolbar.onChange(read, lifetime);
  read();
  return { hasButton };
}
