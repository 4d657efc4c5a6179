// Identities that were never used, as the side panel asks about them: each until it is kept or deleted.

import type { UnusedIdentityView } from '#app/views/sites.ts';
import type { App } from '../model/app.ts';
import { createResource, type Resource } from '../model/resource.ts';

export interface UnusedModel extends Resource<UnusedIdentityView[]> {
  /** @throws when the worker does not answer; nothing was changed then */
  keep(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

export function createUnused(app: App, lifetime: AbortSignal): UnusedModel {
  const resource = createResource(app, ['conversations', 'site'], () => app.worker.unusedIdentities(), lifetime);
  return {
    ...resource,
    async keep(id) {
      await app.worker.keepIdentity({ relationship: id });
      await resource.reload();
    },
    async remove(id) {
      await app.worker.end({ relationship: id });
      await resource.reload();
    },
  };
}
