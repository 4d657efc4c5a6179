// What an entry of KeePass says that no entry here has a place for, kept as JSON for the way back: expiry, data of
// plug-ins, icon, colours, auto-type. It may come from anywhere, so it is looked at before it is written.

import type { KeptPart } from '../entry.ts';
import { isObject, keptJson, listIn, numberIn, parseJson } from '../json.ts';
import type { KeePassCustomData, KeePassEntry } from './tree.ts';
import type { XmlElement } from './xml.ts';

export const KEEPASS_ID = 'keepass';
const WHAT = 'entry';

export interface KeptOfEntry {
  readonly expiresAt: number | null;
  readonly customData: readonly KeePassCustomData[];
  readonly rest: readonly XmlElement[];
}

/** Null: it is more than is kept. */
export function keptOf({ times, customData, rest }: KeePassEntry): readonly KeptPart[] | null {
  const { expiresAt } = times;
  if (expiresAt === null && customData.length === 0 && rest.length === 0) return [];
  const json = keptJson({ expiresAt, customData, rest });
  return json === null ? null : [{ from: KEEPASS_ID, what: WHAT, json }];
}

export function readKept(parts: readonly KeptPart[]): KeptOfEntry {
  const part = parts.find(({ from, what }) => from === KEEPASS_ID && what === WHAT);
  const said = part === undefined ? undefined : parseJson(part.json);
  return {
    expiresAt: numberIn(said, 'expiresAt'),
    customData: listIn(said, 'customData').filter(isCustomData),
    rest: listIn(said, 'rest').filter((element): element is XmlElement => isElement(element, 0)),
  };
}

function isCustomData(value: unknown): value is KeePassCustomData {
  return isObject(value) && typeof value.key === 'string' && typeof value.value === 'string';
}

const NAME = /^[A-Za-z_][\w.-]*$/;

function isElement(value: unknown, depth: number): value is XmlElement {
  if (!isObject(value) || depth > 20) return false;
  const { name, attributes, children, text } = value;
  const isNamed = typeof name === 'string' && NAME.test(name) && typeof text === 'string';
  const hasAttributes =
    isObject(attributes) &&
    Object.entries(attributes).every(
      ([key, said]) => NAME.test(key) && key !== 'Protected' && typeof said === 'string',
    );
  return isNamed && hasAttributes && Array.isArray(children) && children.every((child) => isElement(child, depth + 1));
}
