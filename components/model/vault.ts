// Whether there is a vault, and whether it is open. Everything else waits for this.

import type { VaultView } from '#app/views/vault.ts';
import type { App } from './app.ts';
import { createResource, type Resource } from './resource.ts';

export type VaultModel = Resource<VaultView>;

export function createVaultModel(app: App, lifetime: AbortSignal): VaultModel {
  const known: VaultView | undefined =
    app.glimpse === null ? undefined : { state: 'open', recoveryConfirmed: app.glimpse.recoveryConfirmed };
  return createResource(app, ['vault', 'tidying'], () => app.worker.vault(), lifetime, { known });
}

/** The groups of a recovery code, as it is written: parts between dashes or spaces. */
export function codeGroups(code: string): string[] {
  return code.split(/[\s-]+/).filter((group) => group !== '');
}

/** Whether the typed text is that group; case and spaces around it do not count. */
export function matchesGroup(typed: string, group: string): boolean {
  return typed.replace(/[\s-]+/g, '').toLowerCase() === group.toLowerCase();
}
