// The header fields of a mail (RFC 5322 section 2.2), read strictly: if two programs could see different fields in the
// same bytes, this one sees none. The gateway and the reader of mails both judge by it. Bounded, since the gateway's
// library takes time by the square of a folded field's lines.

export interface HeaderField {
  /** In lower case. */
  readonly name: string;
  /** Unfolded, one character per byte (Latin-1). */
  readonly value: string;
}

/** What mail servers commonly allow. */
const HEADER_BYTES = 64 * 1024;
const HEADER_LINES = 2_000;

const NAME = /^([\x21-\x39\x3b-\x7e]+):/;
/**
 * Fields that stand once at most (RFC 5322 section 3.6, RFC 2045 and its extensions). Of two, a signature covers the
 * last and some readers take the first.
 */
const ONCE =
  /^(?:date|from|sender|reply-to|to|cc|bcc|message-id|in-reply-to|references|subject|mime-version|content-.*)$/;

/** @returns null if the header is none, too large, or written so that programs may disagree about it */
export function headerFields(message: Uint8Array): HeaderField[] | null {
  const head = latin1(message.subarray(0, HEADER_BYTES));
  const end = /(?:^|\r?\n)\r?\n/.exec(head);
  // A header that goes on to the last byte belongs to a mail without a body.
  if (end === null && message.length > head.length) return null;
  const text = end === null ? head.replace(/\r?\n$/, '') : head.slice(0, end.index);
  if (/\r(?!\n)|\0/.test(text)) return null;
  const lines = text === '' ? [] : text.split(/\r?\n/);
  if (lines.length > HEADER_LINES) return null;
  const fields: { name: string; parts: string[] }[] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    if (/^[ \t]/.test(line)) {
      // A line of white space ends the header for one program and folds it for another.
      if (last === undefined || line.trim() === '') return null;
      last.parts.push(line);
      continue;
    }
    const name = NAME.exec(line)?.[1];
    if (name === undefined) return null;
    fields.push({ name: name.toLowerCase(), parts: [line.slice(name.length + 1)] });
  }
  const single = fields.map(({ name }) => name).filter((name) => ONCE.test(name));
  if (new Set(single).size < single.length) return null;
  return fields.map(({ name, parts }) => ({ name, value: parts.join('') }));
}

/** One character per byte. Spread at once, so many arguments would be more than some runtimes take. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
