// Origins and hosts as people read them: the host alone, since services are reached over https; another scheme is said.

import { webUrl } from '#bytes/web-url.ts';

/** `https://a.example` → `a.example`; any other text stays as it is. */
export function shownHost(origin: string): string {
  const url = webUrl(origin);
  return url?.scheme === 'https' ? url.host : origin;
}

/** Whether a host (with or without a port) is this very device: requests to it cross no network. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}
