// What browsers write of their passwords: Chrome and those built on it, Firefox, Apple. One row is one page's log-in.
import { webUrl } from '#bytes/web-url.ts';
import { codesOf, epochTime, fieldsOf, writtenSites } from './cells.ts';
import { csvFormat, hasOnly, needs } from './csv-format.ts';
import { withoutGuard, writeChromium } from './writing.ts';

/** Chrome, Edge, Brave, Opera, Vivaldi. `note` came late. */
export const chromiumFormat = csvFormat({
  id: 'chromium-csv',
  name: 'Chrome',
  isOf: hasOnly(['name', 'url', 'username', 'password'], ['note']),
  endsRows: true,
  entryOf: (row) => ({
    title: withoutGuard(row.cell('name')),
    sites: writtenSites(row.cells('url').map(withoutGuard)),
    username: row.cell('username'),
    password: row.cell('password'),
    note: withoutGuard(row.cell('note')),
  }),
  write: writeChromium,
  lostWriting: {
    folder: 'lost',
    tags: 'lost',
    favourite: 'lost',
    // A row for each site: they come back as so many log-ins.
    sites: 'partly',
    'match-rules': 'lost',
    email: 'noted',
    'one-time-codes': 'noted',
    'steam-codes': 'noted',
    fields: 'noted',
    'hidden-fields': 'noted',
    cards: 'noted',
    addresses: 'noted',
    passkeys: 'lost',
    attachments: 'lost',
    'earlier-passwords': 'lost',
    'earlier-versions': 'lost',
    dates: 'lost',
    bin: 'lost',
  },
});

/** The keys of Firefox's own account stand among the log-ins; they open nothing outside of Firefox. */
const FIREFOX_ACCOUNT = 'chrome://FirefoxAccounts';

export const firefoxFormat = csvFormat({
  id: 'firefox-csv',
  name: 'Firefox',
  isOf: needs('url', 'username', 'password', 'httprealm', 'formactionorigin'),
  entryOf: (row, report) => {
    if (row.cell('url').startsWith(FIREFOX_ACCOUNT)) {
      report('not-understood', '');
      return null;
    }
    return {
      sites: writtenSites(row.cells('url')),
      username: row.cell('username'),
      password: row.cell('password'),
      // Asked for by the browser and not by a page (RFC 7617).
      fields: fieldsOf({ httpRealm: row.cell('httprealm') }),
      createdAt: epochTime(row.cell('timecreated'), 1, 'timeCreated', report),
      changedAt: epochTime(row.cell('timepasswordchanged'), 1, 'timePasswordChanged', report),
    };
  },
});

/** Safari, iCloud Passwords, Apple Passwords: `URL` or `Url`, by version. */
export const appleFormat = csvFormat({
  id: 'apple-csv',
  name: 'Apple Passwords',
  isOf: hasOnly(['title', 'url', 'username', 'password'], ['notes', 'otpauth']),
  entryOf: (row, report) => {
    const username = row.cell('username');
    const { oneTimes, kept } = codesOf(row.cell('otpauth'), 'OTPAuth', report);
    const sites = writtenSites(row.cells('url'));
    const host = webUrl(sites[0]?.url ?? '')?.hostname ?? '';
    const title = row.cell('title');
    return {
      // Written so by Apple for an entry without a title of its own.
      title: host !== '' && isTitleOfApple(title, host, username) ? host : title,
      sites,
      username,
      password: row.cell('password'),
      note: row.cell('notes'),
      oneTimes,
      fields: kept,
    };
  },
});

const isTitleOfApple = (title: string, host: string, username: string): boolean =>
  [host, host.replace(/^www\./, '')].some((name) => title === `${name} (${username})`);
