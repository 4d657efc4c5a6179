// Addresses in one text, joined by commas, as some programs write them though an address may hold commas: only a comma
// before `scheme://` parts two. Nothing is judged here; web-url.ts reads each.

const SCHEME = '[a-z][a-z0-9+.-]*:[/][/]';
const BEFORE_ADDRESS = new RegExp(`,(?=[ \\t]*${SCHEME})`, 'gi');
const HAS_SCHEME = new RegExp(`^${SCHEME}`, 'i');

export const partUrls = (text: string): string[] => text.split(BEFORE_ADDRESS).map((url) => url.trim());

/** As they can be parted again: such a comma within one is escaped, and all but the first have a scheme. */
export function joinUrls(urls: readonly string[]): string {
  return urls
    .map((url, at) => (at === 0 || HAS_SCHEME.test(url) ? url : `https://${url}`))
    .map((url) => url.replace(BEFORE_ADDRESS, '%2C'))
    .join(',');
}
