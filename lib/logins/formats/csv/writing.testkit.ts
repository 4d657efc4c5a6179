// What the loss tables of the two CSV that are written promise: how an entry comes back.
import { EMPTY_ENTRY, type VaultEntry } from '../entry.ts';

/** Parts that stand below the note, a line each. */
function below(entry: VaultEntry, more: readonly (readonly [name: string, value: string])[]): string {
  const { card, person } = entry;
  const name = person && [person.firstName, person.middleName, person.lastName].filter((part) => part !== '').join(' ');
  const town = person && [person.postalCode, person.city].filter((part) => part !== '').join(' ');
  const lines: readonly (readonly [name: string, value: string | null | undefined])[] = [
    ['E-mail', entry.username === '' ? '' : entry.email],
    ...([
      ['Cardholder', card?.holder],
      ['Card number', card?.number],
      ['Brand', card?.brand],
    ] as const),
    ...([
      ['Expires', card?.expiry],
      ['Security code', card?.code],
      ['PIN', card?.pin],
    ] as const),
    ...([
      ['Title', person?.title],
      ['Name', name],
      ['Company', person?.company],
    ] as const),
    ...([
      ['Address', person?.lines.join('\n')],
      ['Town', town],
      ['Region', person?.region],
    ] as const),
    ...([
      ['Country', person?.country],
      ['E-mail', person?.email],
      ['Phone', person?.phone],
    ] as const),
    ...more,
  ];
  const text = lines.flatMap(([label, value]) => (value ? [`${label}: ${value}`] : [])).join('\n');
  return [entry.note, text].filter((part) => part !== '').join('\n\n');
}

const namesOf = ({ fields }: VaultEntry): (readonly [name: string, value: string])[] =>
  fields
    .filter(({ type }) => type !== 'linked')
    .map(({ name, value, section }) => [section === '' ? name : `${section} / ${name}`, value]);

const siteAt = (url: string) => ({ url: url.trim(), match: 'domain' }) as const;

/** @param linkOf how a code is written */
export function imageInChromium(
  entry: VaultEntry,
  linkOf: (code: VaultEntry['oneTimes'][number]) => string,
): VaultEntry[] {
  if (entry.deletedAt !== null) return [];
  const codes = entry.oneTimes.map((code) => ['One-time code', linkOf(code)] as const);
  const image: VaultEntry = {
    ...EMPTY_ENTRY,
    title: entry.title,
    username: entry.username || entry.email,
    password: entry.password,
    note: below(entry, [...codes, ...namesOf(entry)]),
  };
  if (entry.sites.length > 0) return entry.sites.map(({ url }) => ({ ...image, sites: [siteAt(url)] }));
  const isBlank = [image.title, image.username, image.password, image.note].every((text) => text.trim() === '');
  return isBlank ? [] : [image];
}

export function imageInBitwarden(
  entry: VaultEntry,
  linkOf: (code: VaultEntry['oneTimes'][number]) => string,
): VaultEntry[] {
  if (entry.deletedAt !== null) return [];
  const [code, ...otherCodes] = entry.oneTimes;
  // A name with `: ` in it, or a value that has it past its first line, would be read as another field.
  const isALine = ([name, value]: readonly [string, string]): boolean =>
    !`${name}:`.includes(': ') &&
    !name.includes('\n') &&
    !value
      .split('\n')
      .slice(1)
      .some((line) => line.includes(': '));
  const fields = namesOf(entry);
  const noted = fields.filter((field) => !isALine(field));
  const image: VaultEntry = {
    ...EMPTY_ENTRY,
    kind: entry.kind === 'login' ? 'login' : 'note',
    title: entry.title,
    folder: entry.folder.flatMap((name) => name.split('/')).flatMap((name) => name.trim() || []),
    favourite: entry.favourite,
    sites: partedSites(entry),
    username: entry.username || entry.email,
    password: entry.password,
    oneTimes: code === undefined ? [] : [code.alphabet === 'steam' ? { ...code, issuer: '', account: '' } : code],
    note: below(entry, [...otherCodes.map((other) => ['One-time code', linkOf(other)] as const), ...noted]),
    fields: fields.filter(isALine).map(([name, value]) => ({ name, value, type: 'text', section: '' })),
  };
  return [image];
}

/** A comma before another address is escaped; behind the first address none is without a scheme. */
function partedSites({ sites }: VaultEntry): VaultEntry['sites'] {
  const urls = sites.map(({ url }, at) => {
    const whole = at > 0 && !url.includes('://') ? `https://${url}` : url;
    return whole.replace(',https://', '%2Chttps://');
  });
  return [...new Set(urls.map((url) => url.trim()))].map(siteAt);
}
