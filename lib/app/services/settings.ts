// Settings of this device, the sites on which nothing is offered, and those whose log-ins are not asked about. They
// lie in the profile record, which set-up makes.
import { utf8Length, wellFormed } from '#bytes/utf8.ts';
import type { AppContext } from '../ports/ports.ts';
import { NEW_PROFILE, type Profile, profile } from '../records/profile.ts';
import { transact } from '../store/transaction.ts';
import type { SettingsView } from '../views/vault.ts';

export type SettingsChange = { readonly [K in keyof SettingsView]?: SettingsView[K] | undefined };

/** What the profile record holds of each list: in number, and in bytes with their lengths. */
const MAX_LISTED_SITES = 500;
const MAX_LISTED_BYTES = 60 * 1024;
const MAX_SITE_BYTES = 255;

export async function showSettings({ store }: Pick<AppContext, 'store'>): Promise<SettingsView> {
  const [known] = await store.read([profile]);
  return settingsOf(known ?? NEW_PROFILE);
}

const settingsOf = ({
  autoLockMinutes,
  notifications,
  readReceipts,
  receivedReceipts,
  automaticDelay,
  quietSites,
  unaskedSites,
}: Profile): SettingsView => ({
  autoLockMinutes,
  notifications,
  readReceipts,
  receivedReceipts,
  automaticDelay,
  quietSites,
  unaskedSites,
});

/** @returns the settings as they are now */
export async function changeSettings(app: AppContext, change: SettingsChange): Promise<SettingsView> {
  return changeProfile(app, (before) => {
    const {
      autoLockMinutes = before.autoLockMinutes,
      notifications = before.notifications,
      readReceipts = before.readReceipts,
      receivedReceipts = before.receivedReceipts,
      automaticDelay = before.automaticDelay,
    } = change;
    return {
      ...before,
      autoLockMinutes,
      notifications,
      readReceipts,
      receivedReceipts,
      automaticDelay,
      quietSites: bounded(change.quietSites ?? before.quietSites),
      unaskedSites: bounded(change.unaskedSites ?? before.unaskedSites),
    };
  });
}

/** Offers nothing on a site from now on, or offers again. */
export async function setQuiet(app: AppContext, site: string, quiet: boolean): Promise<void> {
  await changeProfile(app, (before) => {
    const others = before.quietSites.filter((one) => one !== site);
    return { ...before, quietSites: bounded(quiet ? [...others, site] : others) };
  });
}

export async function isQuiet({ store }: Pick<AppContext, 'store'>, site: string): Promise<boolean> {
  return (await showSettings({ store })).quietSites.includes(site);
}

/** Asks about no log-in that is typed on a site from now on, or asks again. */
export async function setUnasked(app: AppContext, site: string, unasked: boolean): Promise<void> {
  await changeProfile(app, (before) => {
    const others = before.unaskedSites.filter((one) => one !== site);
    return { ...before, unaskedSites: bounded(unasked ? [...others, site] : others) };
  });
}

export async function isUnasked({ store }: Pick<AppContext, 'store'>, site: string): Promise<boolean> {
  return (await showSettings({ store })).unaskedSites.includes(site);
}

async function changeProfile(app: AppContext, change: (before: Profile) => Profile): Promise<SettingsView> {
  return transact(app.store, [profile], (transaction) => {
    const changed = change(transaction.require(profile));
    transaction.put(profile, changed);
    return settingsOf(changed);
  });
}

/** Each site once, in the order in which they were silenced; past what the record holds the oldest are let go. */
function bounded(sites: readonly string[]): string[] {
  const kept: string[] = [];
  let bytes = 0;
  for (const site of [...new Set(sites.map((one) => wellFormed(one)))].reverse()) {
    const length = utf8Length(site);
    if (site === '' || length > MAX_SITE_BYTES) continue;
    bytes += length + 2;
    if (kept.length === MAX_LISTED_SITES || bytes > MAX_LISTED_BYTES) break;
    kept.push(site);
  }
  return kept.reverse();
}
