// The parts of a mail (RFC 2046): which are its text, in two forms perhaps, and which are files. A part that has a name
// is a file, even if the mail would show it in place; so is a mail inside the mail, whose words are another author's.
import PostalMime, { type Address, decodeWords } from 'postal-mime';
import { type DeclaredCharset, decodeText } from './charset.ts';
import { unflow } from './flowed.ts';
import { defaultName, endedName } from './part-name.ts';

/** A part as the parser keeps it. Its types hide the tree; package.json pins the version. */
interface Part {
  readonly childNodes: readonly Part[];
  readonly contentType: {
    readonly parsed: { readonly value: string; readonly params: Readonly<Record<string, string>> };
    readonly multipart: string | false;
  };
  readonly contentDisposition: Part['contentType'];
  readonly contentId?: string | undefined;
  readonly content: ArrayBuffer | null;
}

export interface File {
  readonly name: string;
  readonly mediaType: string;
  /** Without its angle brackets; null: nothing refers to it. */
  readonly contentId: string | null;
  readonly content: Uint8Array;
}

interface MailParts {
  /** Blank if there is none. */
  readonly plain: string;
  readonly html: string;
  readonly files: readonly File[];
}

export interface MailLimits {
  readonly maxNestingDepth: number;
  readonly maxHeadersSize: number;
}

/** @throws Error beyond the limits */
export async function partsOf(
  message: Uint8Array,
  limits: MailLimits,
  hints: readonly string[],
): Promise<MailParts & { readonly from: Address | undefined }> {
  const parser = new PostalMime({ ...limits, forceRfc822Attachments: true });
  const { from } = await parser.parse(message);
  const collected: Collected = { plain: [], html: [], files: [] };
  const { root } = parser as unknown as { root: Part };
  collect(root, { isRoot: true, isAlternative: false }, hints, collected);
  const join = (texts: readonly string[]): string => texts.filter((text) => text.trim() !== '').join('\n');
  return { plain: join(collected.plain), html: join(collected.html), files: collected.files, from };
}

interface Collected {
  readonly plain: string[];
  readonly html: string[];
  readonly files: File[];
}

interface Place {
  readonly isRoot: boolean;
  /** One of several forms of the same. */
  readonly isAlternative: boolean;
}

function collect(part: Part, place: Place, hints: readonly string[], into: Collected): void {
  const { multipart } = part.contentType;
  if (multipart !== false) {
    const isAlternative = multipart === 'alternative' || place.isAlternative;
    for (const child of part.childNodes) collect(child, { isRoot: false, isAlternative }, hints, into);
    return;
  }
  if (part.content === null) return;
  const { value: mediaType, params } = part.contentType.parsed;
  const content = new Uint8Array(part.content);
  if (isBody(part, place)) {
    const isHtml = mediaType === 'text/html';
    const said: DeclaredCharset = { label: params.charset, html: isHtml, hints };
    const decoded = decodeText(content, said);
    const isFlowed = !isHtml && /^flowed$/i.test(params.format ?? '');
    into[isHtml ? 'html' : 'plain'].push(isFlowed ? unflow(decoded, /^yes$/i.test(params.delsp ?? '')) : decoded);
    return;
  }
  const contentId = part.contentId?.trim().replace(/^<|>$/g, '') ?? null;
  const given = nameOf(part);
  const name = given === undefined ? defaultName(mediaType, content) : endedName(decodeWords(given), mediaType);
  into.files.push({ name, mediaType, contentId, content });
}

const nameOf = ({ contentType, contentDisposition }: Part): string | undefined =>
  contentDisposition.parsed.params.filename || contentType.parsed.params.name || undefined;

function isBody(part: Part, { isRoot, isAlternative }: Place): boolean {
  const { value } = part.contentType.parsed;
  if (value !== 'text/plain' && value !== 'text/html') return false;
  if (part.contentDisposition.parsed.value === 'attachment') return false;
  // All that there is, or one form of it, is the text even if a program gave it a name.
  return isRoot || isAlternative || nameOf(part) === undefined;
}
