// A former version, chosen as a person does: by what the page shows of it.
import type { AppContext } from '../ports/ports.ts';
import { showEntry } from '../show/entries.ts';
import { restoreVersion } from './change.ts';
import { secretOf } from './secret.ts';

const untilOf = async (app: AppContext, id: string, index: number): Promise<number | null> =>
  (await showEntry(app.store, id))?.versions[index]?.until ?? null;

export const restoreShown = async (app: AppContext, id: string, index: number) =>
  restoreVersion(app, id, index, await untilOf(app, id, index));

export const passwordOfVersion = async (app: AppContext, id: string, index: number): Promise<string | null> =>
  secretOf(app, id, 'version', index, await untilOf(app, id, index));
