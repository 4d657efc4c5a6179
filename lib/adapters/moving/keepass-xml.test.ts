// Files in the XML that KeePass exports: in a pool and in the entry itself, packed and not, and damaged ones.
import { gzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { concat } from '#bytes/bytes.ts';
import { keepassFormat } from '#logins/formats/keepass/format.ts';
import { inflateFilesWithin, openKeePassXml } from './keepass-xml.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const base64 = (data: Uint8Array) => Buffer.from(data).toString('base64');
const packed = (text: string) => base64(gzipSync(bytes(text)));
const file = (name: string, value: string) => `<Binary><Key>${name}</Key>${value}</Binary>`;

test('files of an export come with it', () => {
  const pool = [
    `<Binary ID="0">${base64(bytes('plain'))}</Binary>`,
    `<Binary ID="1" Compressed="True">${packed('packed')}</Binary>`,
    `<Binary ID="2" Compressed="True">${packed('cut').slice(0, -12)}</Binary>`,
  ].join('');
  const files = [
    ...[file('a', '<Value Ref="0"/>'), file('b', '<Value Ref="1"/>'), file('c', '<Value Ref="2"/>')],
    ...[
      file('d', `<Value Compressed="True">${packed('own')}</Value>`),
      file('e', '<Value Compressed="True">???</Value>'),
    ],
    file('f', `<Value>${base64(bytes('last'))}</Value>`),
  ].join('');
  const entry = `<Entry><String><Key>Title</Key><Value>Shop</Value></String>${files}</Entry>`;
  const text = `<KeePassFile><Meta><Binaries>${pool}</Binaries></Meta><Root><Group>${entry}</Group></Root></KeePassFile>`;
  const source = openKeePassXml(text);
  const read = source && keepassFormat.read(source);
  if (!read?.ok) throw new Error('not read');
  const told = read.entries[0]?.attachments.map(({ name, ref, size }) => [name, size, source?.tree.binaries.get(ref)]);
  expect(told).toEqual([
    ['a', 5, bytes('plain')],
    ['b', 6, bytes('packed')],
    ['d', 3, bytes('own')],
    ['f', 4, bytes('last')],
  ]);
  expect(read.problems.map(({ reason, what }) => [reason, what])).toEqual([
    ['missing-attachment', 'c'],
    ['missing-attachment', 'e'],
  ]);
  expect(openKeePassXml('<html/>')).toBeNull();
});

test('files are unpacked as long as they are no more than was allowed together', () => {
  const inflate = inflateFilesWithin(10_000);
  const half = gzipSync(new Uint8Array(5000));
  expect([inflate(half)?.length, inflate(half)?.length, inflate(half)]).toEqual([5000, 5000, null]);
});

test('what lies behind the end of a packed file, or in a head without end, is not gone through', () => {
  const packedFile = gzipSync(bytes('packed'), { filename: 'a' });
  const inflate = inflateFilesWithin(10_000);
  expect(inflate(packedFile)).toEqual(bytes('packed'));
  const name = new Uint8Array(2 ** 20).fill(97);
  expect(inflate(concat(packedFile.subarray(0, 10), name, packedFile.subarray(10)))).toBeNull();
});
