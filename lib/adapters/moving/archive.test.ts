// A zip archive from a stranger: what it holds is read, and what it tries is refused before it costs anything.
import fc from 'fast-check';
import { deflateSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ascii, concat, u32Bytes } from '#bytes/bytes.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { ARCHIVE_BOUNDS, type ArchiveBounds, isArchive, openArchive, packArchive } from './archive.ts';
import { crc32 } from './crc32.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const text = encodeUtf8;

/** The files of an archive that opens, by name; else its refusal. */
function opened(bytes: Uint8Array, bounds?: Partial<ArchiveBounds>): Record<string, string> | string {
  const outcome = openArchive(bytes, { ...ARCHIVE_BOUNDS, ...bounds });
  if (!outcome.ok) return outcome.refusal;
  const { files, damaged } = outcome.source;
  return Object.fromEntries([
    ...[...files].map(([name, content]) => [name, new TextDecoder().decode(content)] as const),
    ...[...damaged].map((name) => [name, 'damaged'] as const),
  ]);
}

const short = (value: number): Uint8Array => new Uint8Array([value & 0xff, value >> 8]);
const long = (value: number): Uint8Array => u32Bytes(value).reverse();
const wide = (value: number): Uint8Array => concat(long(value), long(0));

interface Made {
  name: Uint8Array;
  packed: Uint8Array;
  size: number;
  crc: number;
  method?: number;
  flags?: number;
  /** Sizes and place stand in the 64-bit field. */
  isWide?: boolean;
}

const stored = (name: string, content: Uint8Array): Made => ({
  name: text(name),
  packed: content,
  size: content.length,
  crc: crc32(content),
});

/** An archive as no honest program would write it. */
function made(files: readonly Made[], { count = files.length, remark = '' } = {}): Uint8Array {
  const locals: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const { name, packed, size, crc, method = 0, flags = 0x0800, isWide = false } of files) {
    const extra = isWide ? concat(short(1), short(24), wide(size), wide(packed.length), wide(at)) : new Uint8Array();
    const facts = concat(short(20), short(flags), short(method), long(0), long(crc));
    const sizes = isWide ? concat(long(2 ** 32 - 1), long(2 ** 32 - 1)) : concat(long(packed.length), long(size));
    const local = concat(long(0x04034b50), facts, sizes, short(name.length), short(0), name, packed);
    const place = concat(short(0), short(0), long(0), long(isWide ? 2 ** 32 - 1 : at));
    locals.push(local);
    directory.push(
      concat(long(0x02014b50), short(20), facts, sizes, short(name.length), short(extra.length), short(0)),
      concat(place, name, extra),
    );
    at += local.length;
  }
  const entries = concat(...directory);
  const counts = concat(short(0), short(0), short(count), short(count));
  const end = concat(long(0x06054b50), counts, long(entries.length), long(at), short(remark.length), ascii(remark));
  return concat(...locals, entries, end);
}

/** The bytes of the first file alone, and a directory in which all of them lie there. */
function inOnePlace(files: readonly Made[]): Uint8Array {
  const archive = made(files);
  const [start, end] = [Buffer.from(archive).indexOf(long(0x02014b50)), archive.length - 22];
  const first = made(files.slice(0, 1));
  const head = first.slice(0, Buffer.from(first).indexOf(long(0x02014b50)));
  const directory = archive.slice(start, end);
  for (let at = 0; at >= 0; at = Buffer.from(directory).indexOf(long(0x02014b50), at + 1))
    directory.set(long(0), at + 42);
  const last = archive.slice(end);
  last.set(long(head.length), 16);
  return concat(head, directory, last);
}

describe('an archive', () => {
  it('gives its files by path, packed or not', () => {
    const archive = zipSync({
      'export.data': text('{"accounts":[]}'.repeat(100)),
      files: { 'abc__Reisepaß.pdf': [new Uint8Array([1, 2, 3]), { level: 0 }] },
      'folder/': new Uint8Array(),
    });
    expect(isArchive(archive)).toBe(true);
    expect(opened(archive)).toEqual({
      'export.data': '{"accounts":[]}'.repeat(100),
      'files/abc__Reisepaß.pdf': '\u0001\u0002\u0003',
    });
  });

  it('that we packed opens as the same files', () => {
    const name = fc.stringMatching(/^[a-z0-9 ä€_]{1,12}(\/[a-z0-9.]{1,5}x){0,2}$/);
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(40_000).map((size) => new Uint8Array(size)),
    );
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, content), { selector: ([one]) => one, maxLength: 5 }), (given) => {
        const files = new Map(given);
        const outcome = openArchive(packArchive(files, NOW));
        expect(outcome.ok && outcome.source).toEqual({ kind: 'archive', files, damaged: new Set() });
      }),
      { numRuns: 50 },
    );
  });

  it('may have sizes of 64 bits, a remark at its end, names of an old code page, and none of the files it could', () => {
    const content = text('well');
    const old = new Uint8Array([0x50, 0x61, 0xdf, 0x2e, 0x74, 0x78, 0x74]);
    expect(opened(made([{ ...stored('wide.txt', content), isWide: true }]))).toEqual({ 'wide.txt': 'well' });
    expect(opened(made([stored('a', content)], { remark: 'by hand' }))).toEqual({ a: 'well' });
    expect(opened(made([{ ...stored('', content), name: old, flags: 0 }]))).toEqual({ 'Paß.txt': 'well' });
    expect(opened(made([]))).toEqual({});
  });

  it('names its files from its root downwards, whatever it calls them', () => {
    const names = ['../../etc/passwd', '/root', 'C:\\vault\\data.json', './a/./b', 'x\u0000y'];
    expect(Object.keys(opened(made(names.map((name) => stored(name, text(name))))))).toEqual([
      'etc/passwd',
      'root',
      'C:/vault/data.json',
      'a/b',
      'xy',
    ]);
  });

  it('with a damaged file gives the others, and says which one', () => {
    const content = text('an attachment');
    const wrong = { ...stored('b.png', content), crc: 1 };
    expect(opened(made([stored('a.json', content), wrong]))).toEqual({ 'a.json': 'an attachment', 'b.png': 'damaged' });
  });

  it('with much behind the end of a packed file takes that one for damaged, and goes through none of it', () => {
    const content = text('an attachment');
    const behind = (bytes: number) => concat(deflateSync(content), new Uint8Array(bytes));
    const file = (name: string, packed: Uint8Array) => ({ ...stored(name, content), packed, method: 8 });
    expect(opened(made([file('a', behind(0)), file('b', behind(1000)), file('c', behind(2 ** 20))]))).toEqual({
      ...{ a: 'an attachment', b: 'an attachment', c: 'damaged' },
    });
  });

  it('inside an archive stays closed', () => {
    const inner = zipSync({ 'inner.txt': text('inside') });
    expect(Object.keys(opened(zipSync({ 'inner.zip': inner })))).toEqual(['inner.zip']);
  });
});

describe('an archive is refused', () => {
  const zeros = (size: number) => {
    const content = new Uint8Array(size);
    return { packed: deflateSync(content, { level: 9 }), size, crc: crc32(content), method: 8 };
  };

  it.each([
    ['no archive at all', text('{"items":[]}'), 'no-archive'],
    ['nothing', new Uint8Array(), 'no-archive'],
    ['a file under the password of the archive', made([{ ...stored('a', text('x')), flags: 1 }]), 'protected'],
    ['a file packed in another way', made([{ ...stored('a', text('x')), method: 14 }]), 'damaged'],
    [
      'two files of one name',
      made([stored('a', text('1')), stored('b/../a', text('2'))].slice(0, 1).concat(stored('./a', text('2')))),
      'damaged',
    ],
    ['a file without a name', made([stored('..', text('1'))]), 'damaged'],
    ['a directory that ends early', made([stored('a', text('1'))], { count: 3 }), 'damaged'],
  ])('%s', (_, bytes, refusal) => {
    expect(opened(bytes)).toBe(refusal);
  });

  it('more files, or more bytes, than anybody has', () => {
    const two = zipSync({ a: text('1'), b: text('2') });
    expect(opened(two, { files: 1 })).toBe('too-many-files');
    expect(opened(two, { bytes: two.length - 1 })).toBe('too-large');
    expect(opened(two, { inflatedBytes: 1 })).toBe('too-large');
    expect(opened(two, { files: 2, bytes: two.length, inflatedBytes: 2 })).toEqual({ a: '1', b: '2' });
  });

  it('a bomb that says how large it is, without a byte inflated', () => {
    const bomb = zeros(8 * 2 ** 20);
    // Its bytes are no deflate stream: to notice that, one had to begin.
    const packed = new Uint8Array(bomb.packed.length).fill(0xff);
    expect(opened(made([{ ...bomb, packed, name: text('bomb') }]))).toBe('too-large');
  });

  it('files that lie in one another, though each says little of itself', () => {
    const one = stored('a', text('0123456789'.repeat(100)));
    const honest = made([one, { ...one, name: text('b') }]);
    expect(Object.keys(opened(honest))).toEqual(['a', 'b']);
    const many = Array.from({ length: 40 }, (_, at) => ({ ...one, name: text(`file ${at}`) }));
    expect(opened(inOnePlace(many))).toBe('damaged');
  });

  it('a bomb that says it is small, as soon as it is not', () => {
    const { packed, ...bomb } = zeros(64 * 2 ** 20);
    // Past the first look at the bound the stream is broken: who inflates all of it, finds damage.
    expect(packed.length).toBeGreaterThan(40_000);
    const cut = concat(packed.subarray(0, 30_000), new Uint8Array(packed.length - 30_000).fill(0xff));
    const named = { ...bomb, name: text('bomb') };
    expect(opened(made([{ ...named, packed: cut }]), { ratio: 10_000 })).toEqual({ bomb: 'damaged' });
    expect(opened(made([{ ...named, packed: cut, size: 1000 }]))).toBe('too-large');
  });

  it('anything else only with an answer: cut off and changed anywhere, it is read or refused', () => {
    const archive = zipSync({ 'a.json': text('{"a":1}'.repeat(50)), 'b/c.txt': [text('stored'), { level: 0 }] });
    for (let length = 0; length < archive.length; length++)
      expect(openArchive(archive.slice(0, length)).ok).toBe(false);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const changed = archive.slice();
          for (const [at, byte] of changes) changed[at] = byte;
          const outcome = openArchive(changed);
          if (!outcome.ok) return;
          // A file that is given is one that was there: its checksum says so.
          for (const content of outcome.source.files.values())
            expect(['{"a":1}'.repeat(50), 'stored', '']).toContain(new TextDecoder().decode(content));
        },
      ),
      { numRuns: 500 },
    );
  });
});
