// Pictures leave without their metadata, and otherwise as they were. Each type is given everything that cameras and
// programs write, and must come back as the file it was before. A file that is no picture is recognised as none.
import { assert, constantFrom, integer, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ascii, concat, u32Bytes } from '#bytes/bytes.ts';
import { pictureType, withoutMetadata } from './picture.ts';
import { pixelsOf, SHOWN_PIXELS } from './picture-size.ts';

const decode = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
/** 12 × 8 and 6 × 4 pixels, made by ImageMagick 6 without metadata. */
const JPEG = decode(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAIAAwDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAb/xAAWEAEBAQAAAAAAAAAAAAAAAAAAFGH/xAAVAQEBAAAAAAAAAAAAAAAAAAAEBv/EABcRAAMBAAAAAAAAAAAAAAAAAAAEFVL/2gAMAwEAAhEDEQA/AJGzSzQVsZTIys1o/9k=',
);
const PROGRESSIVE = decode(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wgARCAAIAAwDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAVAQEBAAAAAAAAAAAAAAAAAAADBf/aAAwDAQACEAMQAAABkCs3/8QAFRABAQAAAAAAAAAAAAAAAAAAABL/2gAIAQEAAQUCtb//xAAXEQADAQAAAAAAAAAAAAAAAAAAAxRR/9oACAEDAQE/Aa26f//EABcRAAMBAAAAAAAAAAAAAAAAAAADFFH/2gAIAQIBAT8BjVh//8QAFBABAAAAAAAAAAAAAAAAAAAAEP/aAAgBAQAGPwI//8QAFBABAAAAAAAAAAAAAAAAAAAAEP/aAAgBAQABPyEP/9oADAMBAAIAAwAAABAL/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAwEBPxAP/8QAFBEBAAAAAAAAAAAAAAAAAAAAAP/aAAgBAgEBPxBv/8QAFRABAQAAAAAAAAAAAAAAAAAAAHH/2gAIAQEAAT8QpT//2Q==',
);
const PNG = decode(
  'iVBORw0KGgoAAAANSUhEUgAAAAYAAAAEAgMAAADQaqbQAAAADFBMVEX/AACqAFVVAKoAAP9QAAc5AAAAFElEQVQI12NgYGAIDWBYtYDh/wcADaQD3/STlV4AAAAASUVORK5CYII=',
);
const GIF = decode('R0lGODlhBgAEAPEAAP8AAKoAVVUAqgAA/yH5BAAAAAAALAAAAAAGAAQAAAIHhB+pwj0PCwA7');
const WEBP = decode(
  'UklGRlAAAABXRUJQVlA4IEQAAACwAgCdASoMAAgAAgA0JagCdLcAlgH8AuP8D0P9gAAA/vaw64VOXrH/ji+FUl6/eFUl/8Cd/4U1/5nM6/LrKOkkS4AAAA==',
);

/** What must not be found in anything that is sent. */
const SECRET = ascii('52.5200,13.4050 Blair');
const holds = (file: Uint8Array | null, what: Uint8Array): boolean =>
  Buffer.from(file ?? new Uint8Array(0)).includes(Buffer.from(what));

const segment = (marker: number, body: Uint8Array): Uint8Array =>
  concat(new Uint8Array([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff]), body);
const tiff = (orientation: number, little = false): Uint8Array => {
  const view = new DataView(new ArrayBuffer(8 + 2 + 24 + 4));
  for (const [at, letter] of [...(little ? 'II' : 'MM')].entries()) view.setUint8(at, letter.charCodeAt(0));
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, 2, little);
  view.setUint16(10, 0x010f, little);
  view.setUint16(22, 0x0112, little);
  view.setUint16(24, 3, little);
  view.setUint32(26, 1, little);
  view.setUint16(30, orientation, little);
  return concat(new Uint8Array(view.buffer), SECRET);
};
const exif = (orientation: number, little = false): Uint8Array =>
  segment(0xe1, concat(ascii('Exif\0\0'), tiff(orientation, little)));
/** Behind the first two bytes, where cameras write. */
const intoJpeg = (file: Uint8Array, ...segments: Uint8Array[]): Uint8Array =>
  concat(file.subarray(0, 2), ...segments, file.subarray(2));
const chunk = (name: string, body: Uint8Array): Uint8Array =>
  concat(u32Bytes(body.length), ascii(name), body, u32Bytes(0));
const riff = (name: string, body: Uint8Array): Uint8Array =>
  concat(ascii(name), u32Bytes(body.length).reverse(), body, new Uint8Array(body.length & 1));
const webp = (...chunks: Uint8Array[]): Uint8Array => riff('RIFF', concat(ascii('WEBP'), ...chunks)).slice();

describe('without what was written into it, it is the file it was before:', () => {
  test.each([
    ['a JPEG', JPEG],
    ['a progressive JPEG', PROGRESSIVE],
  ])('%s', (_, file) => {
    expect(withoutMetadata(file)).toEqual(file);
    const written = intoJpeg(
      file,
      exif(1),
      segment(0xe1, concat(ascii('http://ns.adobe.com/xap/1.0/\0'), SECRET)),
      segment(0xe2, concat(ascii('MPF\0'), SECRET)),
      segment(0xed, concat(ascii('Photoshop 3.0\0'), SECRET)),
      segment(0xfe, SECRET),
    );
    const film = concat(written, ascii('ftypmp42'), SECRET);
    expect(withoutMetadata(film)).toEqual(file);
    // A comment between two scans, too.
    const last = file.length - 2;
    expect(withoutMetadata(concat(file.subarray(0, last), segment(0xfe, SECRET), file.subarray(last)))).toEqual(file);
  });

  test('a PNG', () => {
    expect(withoutMetadata(PNG)).toEqual(PNG);
    const [head, rest] = [PNG.subarray(0, 33), PNG.subarray(33)];
    const text = ['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME', 'prVt'].map((name) => chunk(name, SECRET));
    expect(withoutMetadata(concat(head, ...text, rest, SECRET))).toEqual(PNG);
  });

  test('a GIF', () => {
    expect(withoutMetadata(GIF)).toEqual(GIF);
    const block = (label: number, ...bodies: Uint8Array[]): Uint8Array =>
      concat(
        new Uint8Array([0x21, label]),
        ...bodies.map((body) => concat(new Uint8Array([body.length]), body)),
        new Uint8Array(1),
      );
    const loop = block(0xff, ascii('NETSCAPE2.0'), new Uint8Array([1, 0, 0]));
    const at = 13 + 12;
    const insert = (...blocks: Uint8Array[]) => concat(GIF.subarray(0, at), ...blocks, GIF.subarray(at));
    const written = insert(block(0xfe, SECRET), loop, block(0xff, ascii('XMP DataXMP'), SECRET), block(0x01, SECRET));
    expect(withoutMetadata(concat(written, SECRET))).toEqual(insert(loop));
  });

  test('a WebP', () => {
    expect(withoutMetadata(WEBP)).toEqual(WEBP);
    const picture = WEBP.subarray(12);
    const head = (flags: number) => riff('VP8X', new Uint8Array([flags, 0, 0, 0, 11, 0, 0, 7, 0, 0]));
    const written = webp(head(0x2c), riff('ICCP', ascii('abc')), picture, riff('EXIF', tiff(1)), riff('XMP ', SECRET));
    expect(withoutMetadata(concat(written, SECRET))).toEqual(webp(head(0x20), riff('ICCP', ascii('abc')), picture));
  });
});

describe('which way up it is', () => {
  test('stays, and nothing else of what stood beside it', () => {
    for (let orientation = 2; orientation <= 8; orientation++) {
      for (const little of [false, true]) {
        const bare = withoutMetadata(intoJpeg(JPEG, exif(orientation, little))) as Uint8Array;
        expect(bare.length).toBe(JPEG.length + 36);
        expect(holds(bare, SECRET)).toBe(false);
        // Read back by the same rule, it is the same picture.
        expect(withoutMetadata(bare)).toEqual(bare);
        expect(bare[2 + 4 + 6 + 8 + 2 + 9]).toBe(orientation);
      }
    }
    const head = riff('VP8X', new Uint8Array([0x0c, 0, 0, 0, 11, 0, 0, 7, 0, 0]));
    const turned = withoutMetadata(webp(head, WEBP.subarray(12), riff('EXIF', tiff(6)))) as Uint8Array;
    expect(holds(turned, SECRET)).toBe(false);
    expect(turned[20]).toBe(0x08);
    expect(withoutMetadata(turned)).toEqual(turned);
  });

  test('that is nonsense is the usual one', () => {
    for (const orientation of [0, 9, 0xffff]) expect(withoutMetadata(intoJpeg(JPEG, exif(orientation)))).toEqual(JPEG);
    const cut = segment(0xe1, concat(ascii('Exif\0\0'), ascii('II*\0\u0001')));
    expect(withoutMetadata(intoJpeg(JPEG, cut))).toEqual(JPEG);
  });
});

describe('a file', () => {
  test('is what its first bytes are', () => {
    expect([JPEG, PNG, GIF, WEBP].map(pictureType)).toEqual(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);
    expect(pictureType(concat(u32Bytes(28), ascii('ftypavif')))).toBe('image/avif');
    for (const other of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', '%PDF-1.7', 'RIFF1234WAVE', '', 'GIF'])
      expect(pictureType(ascii(other))).toBeNull();
  });

  test('that is cut off anywhere, or changed anywhere, is a picture without secrets or none, and never a fault', () => {
    const full = [
      intoJpeg(PROGRESSIVE, exif(6), segment(0xfe, SECRET)),
      concat(PNG.subarray(0, 33), chunk('tEXt', SECRET), PNG.subarray(33)),
      webp(riff('VP8X', new Uint8Array([8, 0, 0, 0, 11, 0, 0, 7, 0, 0])), WEBP.subarray(12), riff('EXIF', tiff(6))),
      GIF,
    ];
    for (const file of full)
      for (let length = 0; length < file.length; length++) withoutMetadata(file.slice(0, length));
    assert(
      property(
        constantFrom(...full),
        integer({ min: 0, max: 600 }),
        uint8Array({ minLength: 1, maxLength: 4 }),
        (file, at, change) => {
          const changed = file.slice();
          changed.set(change.subarray(0, Math.max(0, changed.length - (at % changed.length))), at % changed.length);
          const bare = withoutMetadata(changed);
          if (bare !== null) expect(pictureType(bare)).toBe(pictureType(changed));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('how many pixels there are is told before anything is decoded:', () => {
  const box = (name: string, body: Uint8Array): Uint8Array => concat(u32Bytes(body.length + 8), ascii(name), body);
  const avif = (brand: string, ...extents: [number, number][]): Uint8Array =>
    concat(
      box('ftyp', concat(ascii(brand), u32Bytes(0))),
      ...extents.map(([width, height]) => box('ispe', concat(u32Bytes(0), u32Bytes(width), u32Bytes(height)))),
    );
  const lossless = (width: number, height: number): Uint8Array =>
    webp(riff('VP8L', concat(new Uint8Array([0x2f]), u32Bytes((width - 1) | ((height - 1) << 14)).reverse())));
  const extended = (width: number, height: number): Uint8Array =>
    webp(
      riff(
        'VP8X',
        concat(
          u32Bytes(0),
          u32Bytes(width - 1)
            .reverse()
            .subarray(0, 3),
          u32Bytes(height - 1)
            .reverse()
            .subarray(0, 3),
        ),
      ),
    );

  test.each<[string, Uint8Array, number]>([
    ['a JPEG', JPEG, 12 * 8],
    ['a progressive JPEG', PROGRESSIVE, 12 * 8],
    ['a JPEG behind much else', intoJpeg(JPEG, exif(6), exif(6), segment(0xee, new Uint8Array(60_000))), 12 * 8],
    ['a PNG', PNG, 6 * 4],
    ['a GIF', GIF, 6 * 4],
    ['a WebP', WEBP, 12 * 8],
    ['a lossless WebP', lossless(300, 7), 300 * 7],
    ['an extended WebP', extended(70_000, 3), 70_000 * 3],
    ['an AVIF, by the largest of its extents', avif('avif', [10, 10], [40, 30], [20, 2]), 40 * 30],
  ])('%s', (_, file, pixels) => {
    expect(pixelsOf(file)).toBe(pixels);
  });

  test.each<[string, Uint8Array]>([
    ['a WebP of 34 bytes', lossless(16_384, 16_384)],
    ['an extended WebP', extended(1 << 24, 1 << 24)],
    ['a PNG', PNG.slice().fill(0x7f, 16, 24)],
    ['a JPEG', intoJpeg(JPEG, segment(0xc0, new Uint8Array([8, 255, 255, 255, 255, 3])))],
    ['a GIF by its screen', GIF.slice().fill(0xff, 6, 10)],
    ['a GIF by its first frame', GIF.slice().fill(0xff, GIF.indexOf(0x2c, 20) + 5, GIF.indexOf(0x2c, 20) + 9)],
    ['an AVIF', avif('avif', [1, 1], [65_535, 65_535])],
  ])('%s that would not fit into memory', (_, file) => {
    expect(pictureType(file)).not.toBeNull();
    expect(pixelsOf(file)).toBeGreaterThan(SHOWN_PIXELS);
  });

  test('nothing is told of what does not say, and nothing breaks', () => {
    for (const file of [
      avif('avis', [1, 1]),
      avif('avif'),
      PNG.subarray(0, 20),
      JPEG.subarray(0, 30),
      GIF.subarray(0, 15),
    ])
      expect(pixelsOf(file)).toBeNull();
    assert(
      property(
        constantFrom(JPEG, PNG, GIF, WEBP, extended(9, 9)),
        uint8Array({ maxLength: 60 }),
        integer({ min: 2, max: 40 }),
        (file, noise, at) => {
          const pixels = pixelsOf(concat(file.subarray(0, at), noise));
          expect(pixels === null || pixels > 0).toBe(true);
        },
      ),
    );
  });
});
