// What of a story is still there after it: browsers (child processes of this one), services (sockets that listen),
// folders. Counted by Node itself, so that no list of opened things can forget one.

import { readdir } from 'node:fs/promises';
import { expect } from '@playwright/test';

const KINDS = { ProcessWrap: 'child processes', TCPServerWrap: 'listening sockets' } as const;

export class LeftBehind {
  readonly #folder: string;
  readonly #before: readonly string[];

  private constructor(folder: string, before: readonly string[]) {
    this.#folder = folder;
    this.#before = before;
  }

  static async look(folder: string): Promise<LeftBehind> {
    return new LeftBehind(folder, await seen(folder));
  }

  /** Nothing is there that was not there before. A process that was told to end may take a moment. */
  async isAll(): Promise<void> {
    const left = async () => {
      const known = [...this.#before];
      return (await seen(this.#folder)).filter((one) => {
        const at = known.indexOf(one);
        if (at >= 0) known.splice(at, 1);
        return at < 0;
      });
    };
    await expect.poll(left, { message: 'what the story left behind' }).toEqual([]);
  }
}

async function seen(folder: string): Promise<string[]> {
  const resources = process
    .getActiveResourcesInfo()
    .flatMap((kind) => (kind in KINDS ? [KINDS[kind as keyof typeof KINDS]] : []));
  const folders = (await readdir(folder)).filter((name) => /^(nucleus|corner-shop)-/.test(name));
  return [...resources, ...folders];
}
