// Whether a site has a page, over fetch: by the status alone, without cookies, and without a word on who asks. With
// access to sites a request of this mode names no origin (Chromium 156, Firefox 153); without, its answer is opaque.
// The nameless line cannot read what sites answer.
import type { SitePages } from '#app/logins/change-page.ts';

export interface SitePagesOptions {
  readonly fetch: typeof fetch;
  /** Without it nothing is asked: the answer could not be read. */
  hasAccess(url: string): Promise<boolean>;
  readonly timeoutMs: number;
}

export function createSitePages({ fetch, hasAccess, timeoutMs }: SitePagesOptions): SitePages {
  return {
    async has(url) {
      if (!(await hasAccess(url))) return null;
      try {
        const response = await fetch(url, {
          mode: 'no-cors',
          credentials: 'omit',
          cache: 'no-store',
          referrerPolicy: 'no-referrer',
          signal: AbortSignal.timeout(timeoutMs),
        });
        await response.body?.cancel();
        return response.type === 'opaque' ? null : response.ok;
      } catch {
        return null;
      }
    },
  };
}
