// Alex and Blair live in the town before a story begins: Nucleus is set up, services know them, and they have let it
// help on all sites. Setting a person up takes two seconds of a processor and more (first run, Argon2id, keys, tokens),
// so each Playwright worker does it once, and a story gets copies of the town's data and of the profiles it asks for:
// no story sees another's leftovers, and nothing has to be tidied up.

import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Chromium, type LaunchOptions, launchChromium } from '../harness/chromium.ts';
import { Ground } from './ground.ts';
import { Person } from './person.ts';
import { Visitor } from './site-visitor.ts';
import { buildTownOn, type Town } from './town-building.ts';

const NAMES = ['alex', 'blair'] as const;
export type Resident = (typeof NAMES)[number];

export class Residents {
  readonly #ground: Ground;
  /** It rests: stories get copies of its folder. */
  readonly #town: Town;

  private constructor(ground: Ground, town: Town) {
    this.#ground = ground;
    this.#town = town;
  }

  static async settle(): Promise<Residents> {
    const ground = await Ground.of('chrome');
    const town = await buildTownOn(ground, { afterwards: () => ground.leave() });
    try {
      await Promise.all(NAMES.map((name) => settle(name, town)));
    } catch (error) {
      await town.leave();
      throw error;
    }
    await town.rests();
    return new Residents(ground, town);
  }

  /** The town as it was when they had settled. Only one can stand on the ground at a time. */
  town(): Promise<Town> {
    return buildTownOn(this.#ground, { copyOf: this.#town.folder });
  }

  /** The browser of one of them in a copy of the town. It was closed before, so Nucleus is locked. */
  async browserOf(name: Resident, { folder, extension }: Town, options: LaunchOptions = {}): Promise<Chromium> {
    const profile = join(folder, name);
    await cp(join(this.#town.folder, name), profile, { recursive: true });
    return launchChromium({ ...options, profile, extension, name });
  }

  leave(): Promise<void> {
    return this.#town.leave();
  }
}

async function settle(name: Resident, { folder, extension }: Town): Promise<void> {
  const browser = await launchChromium({ profile: join(folder, name), extension, siteAccess: 'yes', name });
  try {
    await new Visitor(browser).setsUp();
    await new Person(name, browser).isSupplied();
  } finally {
    await browser.close();
  }
}
