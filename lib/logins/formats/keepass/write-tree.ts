// Tree → XML, for a file in clear or for the inside of an encrypted one. Protected values are enciphered in the order
// in which they are written. Elements without a value are left out, as every reader allows.

import { decodeHex } from '#bytes/base64url.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import type { KeePassEntry, KeePassGroup, KeePassTimes, KeePassTree } from './tree.ts';
import { base64Of, binaryOf, wholeSecondsOf } from './values.ts';
import { escapeText, sayable, writeXml } from './xml.ts';

export interface TreeWriting {
  /**
   * Enciphers the next protected value, as inside of KDBX 4: times are binary, and entries name files by their place in
   * `binaries`. Without it all stands there in clear, the files too.
   */
  readonly protect?: (bytes: Uint8Array) => Uint8Array;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export function writeKeePassXml(tree: KeePassTree, how: TreeWriting = {}): string {
  const writing = new Writing(tree, how);
  const meta = [
    tag('Generator', tree.generator),
    tag('MemoryProtection', '', tag('ProtectPassword', 'True')),
    tag('RecycleBinEnabled', 'True'),
    tag('RecycleBinUUID', uuidText(tree.recycleBin)),
    tag('EntryTemplatesGroup', uuidText(tree.templates)),
    how.protect === undefined ? writing.pool() : '',
  ];
  const groups = writing.group(tree.root);
  return `${HEAD}${tag('KeePassFile', '', tag('Meta', '', ...meta), tag('Root', '', groups))}\n`;
}

const tag = (name: string, text: string, ...inside: string[]) =>
  `<${name}>${escapeText(text)}${inside.join('')}</${name}>`;

const uuidText = (uuid: string) => base64Of(decodeHex(uuid || '0'.repeat(32)) ?? new Uint8Array(16));

class Writing {
  readonly #tree: KeePassTree;
  readonly #how: TreeWriting;
  readonly #places: ReadonlyMap<string, number>;

  constructor(tree: KeePassTree, how: TreeWriting) {
    this.#tree = tree;
    this.#how = how;
    this.#places = new Map([...tree.binaries.keys()].map((ref, place) => [ref, place]));
  }

  pool(): string {
    const files = [...this.#tree.binaries.values()].map(
      (bytes, place) => `<Binary ID="${place}">${base64Of(bytes)}</Binary>`,
    );
    return tag('Binaries', '', ...files);
  }

  group(group: KeePassGroup): string {
    const entries = group.entries.map((entry) => this.#entry(entry));
    return tag(
      'Group',
      '',
      tag('UUID', uuidText(group.uuid)),
      tag('Name', group.name),
      ...entries,
      ...group.groups.map((inner) => this.group(inner)),
    );
  }

  #entry(entry: KeePassEntry): string {
    const previous = entry.previousGroup === '' ? '' : tag('PreviousParentGroup', uuidText(entry.previousGroup));
    const custom = entry.customData.map(({ key, value }) => tag('Item', '', tag('Key', key), tag('Value', value)));
    return tag(
      'Entry',
      '',
      tag('UUID', uuidText(entry.uuid)),
      ...entry.rest.map(writeXml),
      tag('Tags', entry.tags),
      previous,
      this.#times(entry.times),
      ...entry.fields.map(({ name, value, isProtected }) =>
        tag('String', '', tag('Key', name), isProtected ? this.#secret(value) : tag('Value', value)),
      ),
      ...entry.binaries.map(({ name, ref }) => this.#binary(name, ref)),
      custom.length === 0 ? '' : tag('CustomData', '', ...custom),
      entry.history.length === 0 ? '' : tag('History', '', ...entry.history.map((earlier) => this.#entry(earlier))),
    );
  }

  #secret(value: string): string {
    const { protect } = this.#how;
    if (protect === undefined) return `<Value ProtectInMemory="True">${escapeText(value)}</Value>`;
    return `<Value Protected="True">${base64Of(protect(encodeUtf8(sayable(value))))}</Value>`;
  }

  #binary(name: string, ref: string): string {
    const place = this.#places.get(ref);
    return place === undefined ? '' : tag('Binary', '', tag('Key', name), `<Value Ref="${place}"></Value>`);
  }

  #times({ createdAt, changedAt, movedAt, expiresAt }: KeePassTimes): string {
    const text = this.#how.protect === undefined ? wholeSecondsOf : binaryOf;
    const time = (name: string, at: number | null) => (at === null ? '' : tag(name, text(at)));
    return tag(
      'Times',
      '',
      time('CreationTime', createdAt),
      time('LastModificationTime', changedAt),
      time('LocationChanged', movedAt),
      time('ExpiryTime', expiresAt),
      tag('Expires', expiresAt === null ? 'False' : 'True'),
    );
  }
}
