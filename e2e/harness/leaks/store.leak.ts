import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { openSqliteStorage } from '#services/storage/sqlite/sqlite.ts';

it('opens a store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leak-'));
  openSqliteStorage(folder);
  rmSync(folder, { recursive: true });
});
