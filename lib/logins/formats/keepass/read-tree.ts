// XML → tree. In an encrypted database protected values are enciphered with one running key stream, in the order of the
// file: each must be taken from it, wanted or not, or all that follow are noise.

import { decodeUtf8 } from '#bytes/utf8.ts';
import { type KeePassEntry, type KeePassGroup, type KeePassTimes, type KeePassTree, NO_TIMES } from './tree.ts';
import { bytesOfBase64, isTrue, keepassTimeOf, uuidOf } from './values.ts';
import { childOf, childText, parseXml, type XmlElement } from './xml.ts';

export interface TreeReading {
  /** Deciphers the next protected value. Without it they stand there in clear. */
  readonly unprotect?: (bytes: Uint8Array) => Uint8Array;
  /** Gzip (RFC 1952); null: damaged. Without it packed files are left out. */
  readonly inflate?: (bytes: Uint8Array) => Uint8Array | null;
  /** Files that an encrypted database keeps beside its XML. */
  readonly binaries?: ReadonlyMap<string, Uint8Array>;
}

/** Null if it is not the XML of a KeePass database. */
export function readKeePassXml(text: string, how: TreeReading = {}): KeePassTree | null {
  const file = parseXml(text);
  const root = childOf(childOf(file ?? undefined, 'Root'), 'Group');
  if (file?.name !== 'KeePassFile' || root === undefined) return null;
  const reading = new Reading(how);
  if (how.unprotect !== undefined) reading.decipher(file);
  const meta = childOf(file, 'Meta');
  reading.pool(childOf(meta, 'Binaries'));
  return {
    generator: childText(meta, 'Generator'),
    root: reading.group(root),
    recycleBin: uuidOf(childText(meta, 'RecycleBinUUID')),
    templates: uuidOf(childText(meta, 'EntryTemplatesGroup')),
    binaries: reading.binaries,
  };
}

/** What every new entry has: nothing that a person chose. */
const ORDINARY = new Set(['IconID=0', 'ForegroundColor=', 'BackgroundColor=', 'OverrideURL=', 'QualityCheck=True']);
const READ = new Set(['UUID', 'Times', 'String', 'Tags', 'Binary', 'History', 'CustomData', 'PreviousParentGroup']);

class Reading {
  readonly binaries: Map<string, Uint8Array>;
  readonly #how: TreeReading;
  readonly #clear = new Map<XmlElement, Uint8Array>();
  #inline = 0;

  constructor(how: TreeReading) {
    this.#how = how;
    this.binaries = new Map(how.binaries);
  }

  /** All protected values of the file, in its order. */
  decipher(element: XmlElement) {
    if (isTrue(element.attributes.Protected)) {
      const bytes = bytesOfBase64(element.text) ?? new Uint8Array();
      this.#clear.set(element, this.#how.unprotect?.(bytes) ?? bytes);
    } else for (const child of element.children) this.decipher(child);
  }

  /** The files of KDBX 3.1 and of XML, which entries name by number. */
  pool(binaries: XmlElement | undefined) {
    for (const element of binaries?.children ?? []) {
      const bytes = this.#bytes(element);
      if (element.name === 'Binary' && bytes !== null) this.binaries.set(element.attributes.ID ?? '', bytes);
    }
  }

  group(element: XmlElement): KeePassGroup {
    const { children } = element;
    return {
      uuid: uuidOf(childText(element, 'UUID')),
      name: childText(element, 'Name'),
      groups: children.filter(({ name }) => name === 'Group').map((child) => this.group(child)),
      entries: children.filter(({ name }) => name === 'Entry').map((child) => this.#entry(child, true)),
    };
  }

  #entry(element: XmlElement, isCurrent: boolean): KeePassEntry {
    const all = (name: string) => element.children.filter((child) => child.name === name);
    const earlier = isCurrent ? (childOf(element, 'History')?.children ?? []) : [];
    return {
      uuid: uuidOf(childText(element, 'UUID')),
      fields: all('String').map((child) => this.#field(child)),
      tags: childText(element, 'Tags'),
      times: timesOf(childOf(element, 'Times')),
      binaries: all('Binary').flatMap((child) => this.#binary(child)),
      history: earlier.filter(({ name }) => name === 'Entry').map((child) => this.#entry(child, false)),
      customData: (childOf(element, 'CustomData')?.children ?? [])
        .filter(({ name }) => name === 'Item')
        .map((item) => ({ key: childText(item, 'Key'), value: childText(item, 'Value') })),
      previousGroup: uuidOf(childText(element, 'PreviousParentGroup')),
      rest: element.children.filter((child) => !READ.has(child.name) && !isOrdinary(child) && !isSecret(child)),
    };
  }

  #field(element: XmlElement) {
    const value = childOf(element, 'Value');
    const clear = value && this.#clear.get(value);
    return {
      name: childText(element, 'Key'),
      value: clear === undefined ? (value?.text ?? '') : (decodeUtf8(clear) ?? ''),
      isProtected: isTrue(value?.attributes.Protected) || isTrue(value?.attributes.ProtectInMemory),
    };
  }

  /** A number in the pool, or the bytes themselves, which go into it. */
  #binary(element: XmlElement) {
    const name = childText(element, 'Key');
    const value = childOf(element, 'Value');
    if (value === undefined) return [];
    const { Ref: ref } = value.attributes;
    if (ref !== undefined) return [{ name, ref }];
    const own = `inline-${this.#inline++}`;
    const bytes = this.#bytes(value);
    if (bytes !== null) this.binaries.set(own, bytes);
    return [{ name, ref: own }];
  }

  #bytes(element: XmlElement): Uint8Array | null {
    const bytes = this.#clear.get(element) ?? bytesOfBase64(element.text);
    if (bytes === null || !isTrue(element.attributes.Compressed)) return bytes;
    return this.#how.inflate?.(bytes) ?? null;
  }
}

function isOrdinary({ name, text, children }: XmlElement): boolean {
  if (name !== 'AutoType') return children.length === 0 && ORDINARY.has(`${name}=${text}`);
  const said = children.filter((child) => child.text !== '' || child.children.length > 0);
  return said.every((child) => ['Enabled=True', 'DataTransferObfuscation=0'].includes(`${child.name}=${child.text}`));
}

/** None that is known holds one: nothing secret is handed on in clear without being understood. */
function isSecret({ attributes, children }: XmlElement): boolean {
  return isTrue(attributes.Protected) || children.some(isSecret);
}

function timesOf(element: XmlElement | undefined): KeePassTimes {
  if (element === undefined) return NO_TIMES;
  return {
    createdAt: keepassTimeOf(childText(element, 'CreationTime')),
    changedAt: keepassTimeOf(childText(element, 'LastModificationTime')),
    movedAt: keepassTimeOf(childText(element, 'LocationChanged')),
    expiresAt: isTrue(childText(element, 'Expires')) ? keepassTimeOf(childText(element, 'ExpiryTime')) : null,
  };
}
