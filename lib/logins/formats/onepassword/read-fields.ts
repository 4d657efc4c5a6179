// Fields of an item's sections, each put where an entry has a place for it, or kept by its name and section.
import { readOneTime } from '../../one-time/read.ts';
import {
  EMPTY_CARD,
  EMPTY_PERSON,
  type EntryAttachment,
  type EntryCard,
  type EntryField,
  type EntryPerson,
  type EntrySite,
  type OneTime,
} from '../entry.ts';
import type { TellProblem } from '../format.ts';
import { type JsonObject, textIn } from '../json.ts';
import type { ArchivedFiles } from './archived-files.ts';
import { CARD, cardPart, IDENTITY, loginPart, personPart } from './categories.ts';
import { type FieldValue, fieldValue, objectsIn } from './values.ts';

/** Of the file around an item. */
export interface ItemSurroundings {
  readonly files: ArchivedFiles;
  /** Titles of all items by their `uuid`. */
  readonly titles: ReadonlyMap<string, string>;
}

/** An entry as it is put together. */
export interface FieldParts {
  username: string;
  password: string;
  card: EntryCard;
  person: EntryPerson;
  readonly sites: EntrySite[];
  readonly oneTimes: OneTime[];
  readonly fields: EntryField[];
  readonly attachments: EntryAttachment[];
}

export const noParts = (): FieldParts => ({
  ...{ username: '', password: '', card: EMPTY_CARD, person: EMPTY_PERSON },
  ...{ sites: [], oneTimes: [], fields: [], attachments: [] },
});

interface Place {
  readonly id: string;
  readonly name: string;
  readonly section: string;
}

/** Adds the fields of all sections to the parts. */
export function readSections(
  details: JsonObject,
  category: string,
  isLogin: boolean,
  parts: FieldParts,
  around: ItemSurroundings,
  tell: TellProblem,
): void {
  for (const section of objectsIn(details, 'sections')) {
    for (const field of objectsIn(section, 'fields')) {
      const place = { id: textIn(field, 'id'), name: textIn(field, 'title'), section: textIn(section, 'title') };
      const value = fieldValue(field.value);
      const isPlaced =
        (category === CARD && putInCard(parts, place, value)) ||
        (category === IDENTITY && putInPerson(parts, place, value)) ||
        (isLogin && putInLogin(parts, place, value));
      if (!isPlaced) add(parts, place, value, around, tell);
    }
  }
}

function add(parts: FieldParts, place: Place, value: FieldValue, around: ItemSurroundings, tell: TellProblem): void {
  const { name, section } = place;
  const push = (text: string, type: 'text' | 'hidden', own = name) =>
    parts.fields.push({ name: own, value: text, type, section });
  switch (value.sort) {
    case 'nothing':
      return;
    case 'one-time': {
      const reading = readOneTime(value.text);
      if (reading.ok) return void parts.oneTimes.push(reading.oneTime);
      // The secret is not lost for it.
      tell(reading.reason, name || 'totp');
      return void push(value.text, 'hidden');
    }
    case 'reference': {
      const title = around.titles.get(value.text);
      if (title === undefined) tell('missing-reference', name);
      return void push(title ?? value.text, 'text');
    }
    case 'file': {
      const found = around.files.find(value.documentId, value.name);
      return typeof found === 'string' ? tell(found, value.name || name) : void parts.attachments.push(found);
    }
    case 'address':
      return void push(value.lines.join('\n'), 'text');
    case 'several':
      for (const [own, text, isHidden] of value.parts)
        if (text !== '') push(text, isHidden ? 'hidden' : 'text', [name, own].filter((it) => it !== '').join(' '));
      return;
    case 'unreadable':
      tell(value.reason, name);
      return value.text === '' ? undefined : void push(value.text, 'text');
    default:
      push(value.text, value.sort === 'hidden' ? 'hidden' : 'text');
  }
}

const textOfValue = (value: FieldValue): string | null =>
  value.sort === 'text' || value.sort === 'hidden' || value.sort === 'url' ? value.text : null;

/** Only into a part that is empty: the first field counts, later ones stay fields. */
function putInLogin(parts: FieldParts, { id }: Place, value: FieldValue): boolean {
  const part = loginPart(id);
  const text = textOfValue(value);
  if (part === null || text === null) return false;
  if (part === 'site') {
    if (parts.sites.some(({ url }) => url === text)) return true;
    if (parts.sites.length > 0) return false;
    parts.sites.push({ url: text, match: 'domain' });
    return true;
  }
  if (parts[part] !== '') return parts[part] === text;
  parts[part] = text;
  return true;
}

function putInCard(parts: FieldParts, { id }: Place, value: FieldValue): boolean {
  const part = cardPart(id);
  const text = textOfValue(value);
  if (part === null || text === null || parts.card[part] !== '') return false;
  // A month that could not be read stays a field.
  if (part === 'expiry' && !/^\d{4}-\d\d$/.test(text)) return false;
  parts.card = { ...parts.card, [part]: text };
  return true;
}

function putInPerson(parts: FieldParts, { id }: Place, value: FieldValue): boolean {
  if (value.sort === 'address') {
    const { lines, city, region, postalCode, country } = parts.person;
    if ([...lines, city, region, postalCode, country].some((part) => part !== '')) return false;
    parts.person = { ...parts.person, ...addressOf(value.address) };
    return true;
  }
  const part = personPart(id);
  const text = textOfValue(value);
  if (part === null || text === null || parts.person[part] !== '') return false;
  parts.person = { ...parts.person, [part]: text };
  return true;
}

const addressOf = (address: JsonObject): Partial<EntryPerson> => ({
  lines: textIn(address, 'street')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== ''),
  city: textIn(address, 'city'),
  region: textIn(address, 'state'),
  postalCode: textIn(address, 'zip'),
  country: textIn(address, 'country'),
});
