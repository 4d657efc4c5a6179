// Who keeps passwords in this browser: the browser itself, or Nucleus in its place. The question may only come straight
// out of a click, so nothing is awaited before it.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { App, Platform } from './app.ts';

type Keeper = Awaited<ReturnType<Platform['browserPasswords']['keeper']>>;

export interface BrowserPasswordsModel {
  /** null: not known yet. */
  readonly keeper: ReadonlySignal<Keeper | null>;
  /** The person was asked and said no. */
  readonly refused: ReadonlySignal<boolean>;
  takeOver(): Promise<void>;
  giveBack(): Promise<void>;
}

export function createBrowserPasswords({ platform: { browserPasswords } }: App): BrowserPasswordsModel {
  const keeper = signal<Keeper | null>(null);
  const refused = signal(false);
  const read = async () => {
    keeper.value = await browserPasswords.keeper();
  };
  void read();
  return {
    keeper,
    refused,
    async takeOver() {
      refused.value = !(await browserPasswords.takeOver().catch(() => false));
      await read();
    },
    async giveBack() {
      await browserPasswords.giveBack();
      await read();
    },
  };
}
