// What a person chose at once: one file of any kind, or pictures of codes, as Google Authenticator shows its accounts,
// ten in each. Content alone tells a picture.
import { pictureType } from '#app/attachments/picture.ts';
import { type FileContent, type FileSecret, type FileToRead, QR_CODES } from '#logins/formats/file-reading.ts';
import type { ReadingProblem } from '#logins/formats/format.ts';
import { readLinks } from '#logins/formats/otpauth-list.ts';
import type { LongWork } from './long-work.ts';
import { readExport } from './read-export.ts';

/** More than a transfer has: ten accounts are in each. */
const MOST_PICTURES = 100;

/** The texts of the codes in a picture. */
type CodesIn = (picture: Uint8Array) => Promise<readonly string[]>;

export async function readFiles(
  files: readonly FileToRead[],
  secret: FileSecret,
  codesIn: CodesIn,
  work: LongWork = {},
): Promise<FileContent> {
  const pictures = files.filter(({ bytes }) => pictureType(bytes) !== null);
  const [only] = files;
  if (only !== undefined && files.length === 1 && pictures.length === 0) return readExport(only.bytes, secret, work);
  if (pictures.length < files.length || pictures.length > MOST_PICTURES) return { is: 'refused', why: 'several' };
  return readPictures(pictures, codesIn, work);
}

async function readPictures(
  pictures: readonly FileToRead[],
  codesIn: CodesIn,
  { onProgress }: LongWork,
): Promise<FileContent> {
  // By its text: the same code may be in two pictures.
  const links = new Map<string, string>();
  const blank: ReadingProblem[] = [];
  for (const [at, { name, bytes }] of pictures.entries()) {
    onProgress?.({ step: 'reading', part: at / pictures.length });
    const seen = (await codesIn(bytes)).map((text) => text.trim());
    if (seen.length === 0) blank.push({ entry: name, reason: 'no-code', what: '' });
    for (const link of seen) if (!links.has(link)) links.set(link, name);
  }
  if (links.size === 0) return { is: 'refused', why: 'no-code' };
  const { entries, problems } = readLinks(
    [...links].map(([link, name]) => [name, link] as const),
    'missing-picture',
  );
  return { is: 'read', format: QR_CODES, entries, problems: [...problems, ...blank], files: new Map(), vault: [] };
}
