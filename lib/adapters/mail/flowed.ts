// Text that was wrapped for its way (format=flowed, RFC 3676) as its author wrote it: soft line breaks are joined
// within one depth of quotation, and never across two.

const SIGNATURE = '-- ';

/** @param delSp the blank before a soft break was put in for it */
export function unflow(text: string, delSp: boolean): string {
  const paragraphs: string[] = [];
  let open: { depth: number; parts: string[] } | null = null;
  const close = (): void => {
    if (open !== null) paragraphs.push(quoted(open.depth, open.parts.join('')));
    open = null;
  };
  for (const line of text.split(/\r?\n/)) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0;
    // A space in front was stuffed in, so that the line is not taken for a quotation.
    const said = line.slice(depth).replace(/^ /, '');
    const before = open as { depth: number; parts: string[] } | null;
    if (before !== null && (before.depth !== depth || said === SIGNATURE)) close();
    open ??= { depth, parts: [] };
    const isSoft = said.endsWith(' ') && said !== SIGNATURE;
    open.parts.push(isSoft && delSp ? said.slice(0, -1) : said);
    if (!isSoft) close();
  }
  close();
  return paragraphs.join('\n');
}

const quoted = (depth: number, text: string): string => (depth === 0 ? text : `${'>'.repeat(depth)} ${text}`);
