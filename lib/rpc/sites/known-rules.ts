// What a form asks of a new password, with the rules that are known of its site.
import { webUrl } from '#bytes/web-url.ts';
import type { PasswordHints } from '#logins/generate/password.ts';
import { loadQuirks } from '#logins/sites/quirks.ts';

/** With the rules that are known of the page's site, if its form says none. */
export async function withKnownRules(url: string, hints: PasswordHints): Promise<PasswordHints> {
  const host = webUrl(url)?.hostname;
  if (hints.rules !== undefined || host === undefined) return hints;
  const rules = (await loadQuirks()).rulesFor(host);
  return rules === null ? hints : { ...hints, rules };
}
