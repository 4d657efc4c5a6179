// Content of an exact length: u16 length ‖ content ‖ zeros. The zeros are checked, so every content has one padded
// form.
import { concat } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';

export const PADDING_OVERHEAD = 2;

/** @throws Fault bug 'padding-overflow' if the content does not fit */
export function pad(content: Uint8Array, length: number): Uint8Array {
  if (content.length > length - PADDING_OVERHEAD)
    throw new Fault('bug', 'padding-overflow', `at most ${length - PADDING_OVERHEAD} bytes fit`);
  const head = new Uint8Array([content.length >> 8, content.length & 0xff]);
  return concat(head, content, new Uint8Array(length - PADDING_OVERHEAD - content.length));
}

/** @throws Fault malformed 'padding' */
export function unpad(padded: Uint8Array): Uint8Array {
  const length = ((padded[0] ?? 0) << 8) | (padded[1] ?? 0);
  const end = PADDING_OVERHEAD + length;
  let rest = end <= padded.length ? 0 : 1;
  for (let at = end; at < padded.length; at++) rest |= padded[at] as number;
  if (rest !== 0) throw new Fault('malformed', 'padding', 'a length and zeros behind the content wanted');
  return padded.slice(PADDING_OVERHEAD, end);
}
