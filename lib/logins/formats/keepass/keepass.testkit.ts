// The entries that come back of those that were written as a KeePass file: the words of the loss table, as code. Kept
// apart from the writer on purpose.
import { EMPTY_ENTRY, type EntryField, type EntrySite, type VaultEntry } from '../entry.ts';
import { sayable } from './xml.ts';

const STANDARD = ['Title', 'UserName', 'Password', 'URL', 'Notes'];
const PASSKEY = ['USERNAME', 'CREDENTIAL_ID', 'PRIVATE_KEY_PEM', 'RELYING_PARTY', 'USER_HANDLE'];

/** @param files whether their bytes were given to the writer */
export function keepassImage(entries: readonly VaultEntry[], files: readonly string[] = []): VaultEntry[] {
  return entries.flatMap((entry) => {
    const [first, ...further] = entry.passkeys;
    const main = oneImage({ ...entry, passkeys: first === undefined ? [] : [first] }, files);
    const beside = further.map((passkey) => {
      const { title, folder, tags, favourite, sites, createdAt, changedAt, deletedAt } = entry;
      const bare = { title, folder, tags, favourite, sites, createdAt, changedAt, deletedAt, passkeys: [passkey] };
      return oneImage({ ...EMPTY_ENTRY, ...bare, username: entry.username || entry.email }, []);
    });
    return [main, ...beside];
  });
}

function oneImage(entry: VaultEntry, files: readonly string[]): VaultEntry {
  const tags = entry.tags.flatMap((tag) => sayable(tag).split(/[;,]/)).map((tag) => tag.trim());
  const hasPasskey = entry.passkeys.length > 0;
  const marks = ['', 'Favorite', ...(hasPasskey ? ['Passkey'] : [])];
  const sites = imageOfSites(entry.sites);
  const taken = [
    ...STANDARD,
    ...sites.slice(1).map((_, at) => (at === 0 ? 'KP2A_URL' : `KP2A_URL_${at}`)),
    ...(hasPasskey ? PASSKEY.map((name) => `KPEX_PASSKEY_${name}`) : []),
    ...entry.oneTimes.map((_, at) => (at === 0 ? 'otp' : `otp ${at + 1}`)),
  ];
  const image: VaultEntry = {
    ...EMPTY_ENTRY,
    title: sayable(entry.title),
    folder: entry.folder.map(sayable),
    tags: tags.filter((tag) => !marks.includes(tag)),
    favourite: entry.favourite || tags.includes('Favorite'),
    sites,
    username: sayable(entry.username || entry.email),
    password: sayable(entry.password),
    oneTimes: entry.oneTimes,
    note: sayable(entry.note),
    fields: imageOfFields([...entry.fields, ...notedOf(entry)], taken),
    passkeys: entry.passkeys.map((passkey) => ({
      ...passkey,
      userName: sayable(passkey.userName),
      ...{ rpName: '', userDisplayName: '', createdAt: null, prfSecrets: null },
    })),
    attachments: entry.attachments.filter(({ ref }) => files.includes(ref)),
    earlier: entry.earlier.map(({ password, until, rest }, at) => ({
      password: sayable(password),
      until: seconds(at === 0 ? entry.changedAt : until),
      rest: rest && {
        ...{ title: sayable(rest.title), username: sayable(rest.username), note: sayable(rest.note) },
        sites: imageOfSites(rest.sites),
        fields: imageOfFields(rest.fields, STANDARD),
      },
    })),
    createdAt: seconds(entry.createdAt),
    changedAt: seconds(entry.changedAt),
    deletedAt: seconds(entry.deletedAt),
    kept: entry.kept.filter(({ from }) => from === 'keepass'),
  };
  const logsIn = image.username || image.password || sites.length + image.oneTimes.length + image.passkeys.length > 0;
  const saysSomething = image.note || image.fields.length + image.attachments.length > 0;
  return { ...image, kind: !logsIn && saysSomething ? 'note' : 'login' };
}

const seconds = (at: number | null) => (at === null ? null : Math.floor(at / 1000) * 1000);

const imageOfSites = (sites: readonly EntrySite[]): EntrySite[] =>
  sites.filter(({ url }) => url !== '').map(({ url }) => ({ url: sayable(url), match: 'domain' }));

function imageOfFields(fields: readonly EntryField[], before: readonly string[]): EntryField[] {
  const taken = new Set(before);
  return fields.map(({ name: raw, value, type }) => {
    const plain = sayable(raw);
    const isOthers = plain === '' || STANDARD.includes(plain) || plain.startsWith('KP2A_URL');
    const wanted = isOthers ? `Field ${plain}`.trim() : plain;
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted} (${count})`;
    taken.add(name);
    return { name, value: sayable(value), type: type === 'yes-no' ? 'text' : type, section: '' };
  });
}

function notedOf({ username, email, card, person }: VaultEntry): EntryField[] {
  const said: Record<string, string | undefined> = {
    'E-mail': username === '' ? '' : email,
    'Card holder': card?.holder,
    'Card number': card?.number,
    'Card brand': card?.brand,
    'Card expiry': card?.expiry,
    'Card code': card?.code,
    'Card PIN': card?.pin,
    'Form of address': person?.title,
    'First name': person?.firstName,
    'Middle name': person?.middleName,
    'Last name': person?.lastName,
    Company: person?.company,
    'E-mail address': person?.email,
    Phone: person?.phone,
    Street: person?.lines.join('\n'),
    City: person?.city,
    Region: person?.region,
    'Postal code': person?.postalCode,
    Country: person?.country,
  };
  const secret = ['Card number', 'Card code', 'Card PIN'];
  return Object.entries(said)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => ({
      ...{ name, value: value ?? '', section: '' },
      type: secret.includes(name) ? 'hidden' : 'text',
    }));
}
