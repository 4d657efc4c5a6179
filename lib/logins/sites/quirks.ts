// Facts about single sites that they do not say themselves: rules of passwords, names that share log-ins, pages to
// change a password, a code that belongs behind the password. Facts that Apple collects (quirks-data.ts), loaded when
// they are needed. A fact only ever suggests: a log-in of another name must be shown with that name before it is used.
import { webLink, webUrl } from '#bytes/web-url.ts';
import { type Site, siteOf } from '../site.ts';

/** The facts as they are kept: lines of words. */
export interface QuirkTexts {
  /** `host rules`. With `=` before the host it is meant alone, without the hosts below it. */
  readonly rules: string;
  /** `a b c`: each shares with each. `a > b`: those of a may be used at b. `a >> b`: and a is no more. */
  readonly shared: string;
  /** `host address` without its `https://`; without the host, too, if it is the same. */
  readonly changePassword: string;
  /** `host host`. */
  readonly appendsTwoFactor: string;
}

/** Log-ins of this name may be suggested, too. */
export interface SharedName {
  /** A host, which stands for those below it; of a person's own group a site. */
  readonly name: string;
  /** Nobody logs in there any more: the log-in belongs to the page's site now. */
  readonly obsoleted: boolean;
  /** By a group that the person made. */
  readonly own: boolean;
}

export interface Quirks {
  /** `passwordrules` for new passwords; null: none are known. */
  rulesFor(host: string): string | null;
  /** Whose log-ins may be suggested at a page. @param groups of sites that the person says are one */
  sharedWith(pageUrl: string, groups?: readonly (readonly Site[])[]): readonly SharedName[];
  /** The page to change a password of this host; null: not known. It may lie at another host. */
  changePasswordUrl(host: string): string | null;
  /** Whether a one-time code is typed behind the password, into the same field. */
  appendsTwoFactor(host: string): boolean;
}

interface Group {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly obsoleted: boolean;
}

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** `host rest` of each line. */
const factsOf = (text: string): Map<string, string> =>
  new Map(
    linesOf(text).map((line) => {
      const end = line.indexOf(' ');
      return end < 0 ? [line, ''] : [line.slice(0, end), line.slice(end + 1)];
    }),
  );

function groupOf(line: string): Group {
  const [from = '', to, ...more] = line.split(/ >>? /);
  // A group that is not understood joins nothing.
  if (more.length > 0) return { from: [], to: [], obsoleted: false };
  const names = wordsOf(from);
  return { from: names, to: to === undefined ? names : wordsOf(to), obsoleted: line.includes(' >> ') };
}

/** As facts spell it: `Shop.Example.` is `shop.example`. */
const spelled = (host: string): string => host.toLowerCase().replace(/\.$/, '');

/** A host and those above it, the nearest first; whole labels only. */
function upwards(host: string): string[] {
  const labels = spelled(host).split('.');
  return labels.map((_, at) => labels.slice(at).join('.'));
}

/** Whether a log-in that was kept for an address is one of this name. */
export function isOfName(url: string, { name, own }: SharedName): boolean {
  if (own) return siteOf(url) === name;
  const parsed = webUrl(url);
  return parsed?.scheme === 'https' && !parsed.hasUserInfo && upwards(parsed.hostname).includes(name);
}

function ownNames(pageUrl: string, groups: readonly (readonly Site[])[]): SharedName[] {
  const site = siteOf(pageUrl);
  return groups
    .filter((group) => site !== null && group.includes(site))
    .flatMap((group) => group.filter((one) => one !== site).map((name) => ({ name, obsoleted: false, own: true })));
}

function listedNames(pageUrl: string, groups: readonly Group[]): SharedName[] {
  const page = webUrl(pageUrl);
  if (page?.scheme !== 'https' || page.hasUserInfo) return [];
  const hosts = upwards(page.hostname);
  return groups
    .filter(({ to }) => to.some((name) => hosts.includes(name)))
    .flatMap(({ from, obsoleted }) =>
      from.filter((name) => !hosts.includes(name)).map((name) => ({ name, obsoleted, own: false })),
    );
}

export function readQuirks(texts: QuirkTexts): Quirks {
  const rules = factsOf(texts.rules);
  const changes = factsOf(texts.changePassword);
  const groups = linesOf(texts.shared).map(groupOf);
  const appending = new Set(wordsOf(texts.appendsTwoFactor));
  const nearest = (facts: ReadonlyMap<string, string>, host: string): [name: string, fact: string] | null => {
    const name = upwards(host).find((one) => facts.has(one));
    return name === undefined ? null : [name, facts.get(name) ?? ''];
  };
  return {
    rulesFor: (host) => rules.get(`=${spelled(host)}`) ?? nearest(rules, host)?.[1] ?? null,
    sharedWith(pageUrl, own = []) {
      const names = [...ownNames(pageUrl, own), ...listedNames(pageUrl, groups)];
      return names.filter(({ name }, at) => names.findIndex((one) => one.name === name) === at);
    },
    changePasswordUrl(host) {
      const found = nearest(changes, host);
      if (found === null) return null;
      const [name, address] = found;
      return webLink(`https://${address.startsWith('/') ? name : ''}${address}`)?.href ?? null;
    },
    appendsTwoFactor: (host) => upwards(host).some((one) => appending.has(one)),
  };
}

let loading: Promise<Quirks> | null = null;

/** Once; a file that could not be read is asked for again. */
export function loadQuirks(): Promise<Quirks> {
  loading ??= import('./quirks-data.ts')
    .then(({ QUIRK_TEXTS }) => readQuirks(QUIRK_TEXTS))
    .catch((error) => {
      loading = null;
      throw error;
    });
  return loading;
}
