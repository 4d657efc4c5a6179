// Carries the facts that Apple collects about sites over into lib/logins/sites/quirks-data.ts, whose form is our own.
//   node e2e/quirks/main.ts FOLDER COMMIT DATE   (a checkout's folder `quirks`)

export interface AppleFiles {
  readonly rules: Readonly<Record<string, { 'password-rules': string; 'exact-domain-match-only'?: boolean }>>;
  readonly shared: readonly {
    readonly shared?: readonly string[];
    readonly from?: readonly string[];
    readonly to?: readonly string[];
    readonly fromDomainsAreObsoleted?: boolean;
  }[];
  readonly changePassword: Readonly<Record<string, string>>;
  readonly appendsTwoFactor: readonly string[];
}

/** Space outside brackets, and the last semicolon, say nothing. */
const squeezed = (rules: string): string =>
  (rules.match(/\[[^\]]*\]\]?|[^[\s]+/g) ?? []).join('').replace(/(?<!\[[^\]]*);$/, '');

function address(host: string, url: string): string {
  if (!url.startsWith('https://')) throw new Error(`${host}: ${url} is no https address`);
  const rest = url.slice('https://'.length);
  return rest.startsWith(`${host}/`) ? rest.slice(host.length) : rest;
}

const literal = (lines: readonly string[]): string => `\`\n${lines.join('\n').replace(/[\\`]|\$\{/g, '\\$&')}\n\``;

/** The text of the data file. */
export function carriedOver(files: AppleFiles, commit: string, date: string): string {
  const rules = Object.entries(files.rules).map(
    ([host, rule]) => `${rule['exact-domain-match-only'] ? '=' : ''}${host} ${squeezed(rule['password-rules'])}`,
  );
  const shared = files.shared.map(({ shared: all, from = [], to = [], fromDomainsAreObsoleted: gone }) =>
    all === undefined ? `${from.join(' ')} ${gone ? '>>' : '>'} ${to.join(' ')}` : all.join(' '),
  );
  const changes = Object.entries(files.changePassword).map(([host, url]) => `${host} ${address(host, url)}`);
  return `// Facts about single sites, a line each, in the form of quirks.ts; written by e2e/quirks/main.ts. From
// apple/password-manager-resources, commit ${commit}, ${date}.
// Copyright 2020 - 2026 Apple Inc., MIT licence: its words are in NOTICE, which goes with every copy.

export const QUIRK_TEXTS = {
  rules: ${literal(rules)},
  shared: ${literal(shared)},
  changePassword: ${literal(changes)},
  appendsTwoFactor: '${files.appendsTwoFactor.join(' ')}',
};
`;
}
