// The extension as it is today and as it may be tomorrow: a copy of the built folder of a higher version, whose records
// may be of a higher version too.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Release {
  /** The folder that the browser loads; an update changes its files. */
  readonly folder: string;
  readonly #built: string;

  private constructor(folder: string, built: string) {
    this.folder = folder;
    this.#built = built;
  }

  static async of(built: string): Promise<Release> {
    const folder = await mkdtemp(join(tmpdir(), 'nucleus-release-'));
    await cp(built, folder, { recursive: true });
    return new Release(folder, built);
  }

  async version(version: string): Promise<void> {
    const path = join(this.folder, 'manifest.json');
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), version }));
  }

  /** A later program, which writes drafts in a later form. */
  async withNewerRecords(): Promise<void> {
    const path = join(this.folder, 'background.js');
    const code = await readFile(path, 'utf8');
    const newer = code.replace(/([`'"]draft[`'"],[`'"]own[`'"]),1,/, '$1,2,');
    if (newer === code) throw new Error('the built worker names its records otherwise');
    await writeFile(path, newer);
  }

  async withTodaysRecords(): Promise<void> {
    await cp(join(this.#built, 'background.js'), join(this.folder, 'background.js'));
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
