// A former version, chosen as a person does: by what the page shows of it.
import type { AppContext } from '../ports/ports.ts';
import { showEntry } from '../show/entries.ts';
import { restoreVersion } from './change.ts';
import { secretOf } from './secret.ts';

/** Those that the page shows, the newest first. */
export const shownVersions = async (app: AppContext, id: string): Promise<string[]> =>
  ((await showEntry(app, id))?.versions ?? []).map((version) => version.id);

const shownAt = async (app: AppContext, id: string, index: number): Promise<string> =>
  (await shownVersions(app, id))[index] ?? '';

export const restoreShown = async (app: AppContext, id: string, index: number) =>
  restoreVersion(app, id, await shownAt(app, id, index));

export const passwordOfVersion = async (app: AppContext, id: string, index: number): Promise<string | null> =>
  secretOf(app, id, 'version', 0, await shownAt(app, id, index));
