// Carries the sites that take one-time codes over from a checkout of 2factorauth/twofactorauth (2fa.directory) into
// lib/logins/watch/two-factor-data.ts:
//   node e2e/quirks/two-factor.ts FOLDER COMMIT DATE
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../house/imports.ts';

/** Names of sites, each with what its account takes. */
export type DirectoryFile = Readonly<
  Record<string, { domain: string; tfa?: readonly string[]; 'additional-domains'?: readonly string[] }>
>;

/** The text of the data file. */
export function carriedTwoFactor(files: readonly DirectoryFile[], commit: string, date: string): string {
  const hosts = files
    .flatMap((file) => Object.values(file))
    .filter(({ tfa }) => tfa?.includes('totp'))
    .flatMap(({ domain, 'additional-domains': more = [] }) => [domain, ...more])
    .filter((host) => /^[a-z0-9.-]+$/.test(host));
  const lines: string[] = [''];
  for (const host of [...new Set(hosts)].sort()) {
    const line = lines.at(-1) as string;
    if (line.length + host.length > 118) lines.push(host);
    else lines[lines.length - 1] = line === '' ? host : `${line} ${host}`;
  }
  return `// Hosts whose accounts take time-based one-time codes; written by e2e/quirks/two-factor.ts. From
// 2factorauth/twofactorauth, commit ${commit}, ${date}.
// Copyright 2014 - 2020 Josh Davis, 2021 2factorauth and contributors, MIT licence: its words are in NOTICE.

export const TWO_FACTOR_HOSTS = \`
${lines.join('\n')}
\`;
`;
}

const [folder, commit, date] = process.argv.slice(2);
if (import.meta.main && folder !== undefined && commit !== undefined && date !== undefined) {
  const names = readdirSync(join(folder, 'entries'), { recursive: true, encoding: 'utf8' });
  const files = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, 'entries', name), 'utf8')) as DirectoryFile);
  writeFileSync(join(ROOT, 'lib/logins/watch/two-factor-data.ts'), carriedTwoFactor(files, commit, date));
}
