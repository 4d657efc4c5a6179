// Origins and hosts as people read them: the host alone, since services are reached over https; another scheme is said.

import { webUrl } from '#bytes/web-url.ts';

/** `https://a.example` → `a.example`; any other text stays as it is. */
export function shownHost(origin: string): string {
  const url = webUrl(origin);
  return url?.scheme === 'https' ? url.host : origin;
}
