// A chosen file comes to its reader by its bytes alone, through every wrapping that exports have.
import fc from 'fast-check';
import { createMessage, encrypt } from 'openpgp';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { recogniseFormat } from '#logins/formats/formats.ts';
import { EXPORT as PROTON } from '#logins/formats/proton/samples.testkit.ts';
import { packArchive } from './archive.ts';
import { openExport } from './open-export.ts';

const NOW = Date.UTC(2026, 10, 30, 12);
const JSON_TEXT = JSON.stringify(PROTON);
const CSV = 'url,username,password\nhttps://shop.example/,alex,secret\n';
const PASSPHRASE = 'richtig Pferd';

async function locked(bytes: Uint8Array): Promise<Uint8Array> {
  const message = await createMessage({ binary: new Uint8Array(bytes) });
  const config = { s2kIterationCountByte: 0 };
  return encodeUtf8(await encrypt({ message, passwords: [PASSPHRASE], format: 'armored', config }));
}
const archived = (path: string, bytes: Uint8Array): Uint8Array =>
  packArchive(
    new Map([
      [path, bytes],
      ['Proton Pass/files/aaaabbbbccccdddd-receipt.pdf', encodeUtf8('PDF')],
    ]),
    NOW,
  );

/** The format, and how many entries have an attachment; else why not. */
async function read(bytes: Uint8Array, passphrase: string | null = null): Promise<string> {
  const outcome = await openExport(bytes, passphrase);
  if (!outcome.ok) return outcome.refusal;
  const format = recogniseFormat(outcome.source);
  const reading = format?.read(outcome.source);
  if (format === null || reading?.ok !== true) return 'unread';
  return `${format.id}, ${reading.entries.filter(({ attachments }) => attachments.length > 0).length} attached`;
}

describe('an export', () => {
  const plain = encodeUtf8(JSON_TEXT);

  it('in clear is read as it is, or out of its archive', async () => {
    expect(await read(plain)).toBe('proton, 0 attached');
    expect(await read(archived('Proton Pass/data.json', plain))).toBe('proton, 1 attached');
  });

  it('that is locked is read with its passphrase, however it is wrapped', async () => {
    const wrappings = {
      'in the archive': [archived('Proton Pass/data.pgp', await locked(plain)), 'proton, 1 attached'],
      'around the archive': [await locked(archived('Proton Pass/data.json', plain)), 'proton, 1 attached'],
      'around the text': [await locked(plain), 'proton, 0 attached'],
    } as const;
    for (const [how, [bytes, outcome]] of Object.entries(wrappings)) {
      expect(await read(bytes), how).toBe('passphrase-needed');
      expect(await read(bytes, 'another'), how).toBe('wrong-passphrase');
      expect(await read(bytes, PASSPHRASE), how).toBe(outcome);
    }
  });

  it('of no known encoding is read, and the encoding named', async () => {
    const outcome = await openExport(new Uint8Array([0x61, 0xfc]), null);
    expect(outcome).toEqual({ ok: true, source: { kind: 'text', text: 'aü' }, encoding: 'windows-1252' });
    expect((await read(encodeUtf8(CSV))).split(',')[0]).toMatch(/csv|chrome/);
  });

  it('that is none of these has an answer, too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 60 }),
        fc.constantFrom('PK\u0003\u0004', '\u008c\r\u0004', ''),
        async (bytes, head) => {
          const outcome = await openExport(
            new Uint8Array([...head].map((it) => it.charCodeAt(0)).concat(...bytes)),
            'x',
          );
          expect(outcome.ok).toBeTypeOf('boolean');
        },
      ),
      { numRuns: 200 },
    );
  });
});
