// The person's settings. A change shows at once and is taken back if it could not be kept.

import { signal } from '@preact/signals';
import type { SettingsView } from '#app/views/vault.ts';
import type { App } from '../model/app.ts';
import { onTopics, type Resource } from '../model/resource.ts';

export interface SettingsModel extends Resource<SettingsView> {
  /** @throws when the worker does not answer; the old value is back by then */
  change(change: Partial<SettingsView>): Promise<void>;
}

export function createSettings(app: App, lifetime: AbortSignal): SettingsModel {
  const value = signal<SettingsView | undefined>(undefined);
  const failed = signal(false);
  /** An answer to a question that is older than the last change must not undo it. */
  let turn = 0;
  const reload = async () => {
    const mine = ++turn;
    try {
      const answer = await app.worker.settings();
      if (mine !== turn || lifetime.aborted) return;
      value.value = answer;
      failed.value = false;
    } catch {
      if (mine === turn) failed.value = true;
    }
  };
  onTopics(app, ['settings'], () => void reload(), lifetime);
  void reload();
  return {
    value,
    failed,
    reload,
    async change(change) {
      const before = value.value;
      if (!before) return;
      const mine = ++turn;
      value.value = { ...before, ...change };
      try {
        const answer = await app.worker.changeSettings(change);
        if (mine === turn) value.value = answer;
      } catch (fault) {
        if (mine === turn) value.value = before;
        throw fault;
      }
    },
  };
}
