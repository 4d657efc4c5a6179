// docs/moving.md says of each format what it loses, from the tables that readers and writers are held to.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bitwardenFormat } from './bitwarden/bitwarden.ts';
import type { Losses } from './format.ts';
import { FORMATS } from './formats.ts';
import { LOST_IN_KDBX } from './keepass/format.ts';

const PAGE = new URL('../../../docs/moving.md', import.meta.url);

function lossesOf(losses: Losses): string {
  const words = (['partly', 'noted', 'lost'] as const).flatMap((how) => {
    const parts = Object.entries(losses).flatMap(([part, lost]) => (lost === how ? [part.replaceAll('-', ' ')] : []));
    return parts.length === 0 ? [] : [`*${how}*: ${parts.join(', ')}`];
  });
  return words.length === 0 ? 'nothing' : words.join('; ');
}

const rows = FORMATS.map(
  ({ id, name, lostReading, lostWriting, write }) =>
    `| ${name} \`${id}\` | ${lossesOf(lostReading)} | ${write === null && id !== 'nucleus' ? 'is not written' : lossesOf(lostWriting)} |`,
);
// The archive has the files that its JSON only names.
const { attachments: _, ...lostInZip } = bitwardenFormat.lostWriting;
const wanted = [
  '| format | lost when it is read | lost when it is written |',
  '|---|---|---|',
  ...rows,
  `| Bitwarden zip | as Bitwarden, with attachments | ${lossesOf(lostInZip)} |`,
  `| KeePass database | as KeePass | ${lossesOf(LOST_IN_KDBX)} |`,
].join('\n');

test('docs/moving.md has the table of losses', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest = ''] = page.split('<!-- begin losses -->\n');
  const after = rest.slice(rest.indexOf('<!-- end losses -->'));
  const whole = `${before}<!-- begin losses -->\n${wanted}\n${after}`;
  // `WRITE_DOCS=1 npx vitest run lib/logins/formats/documentation` brings the table up to date.
  if (process.env.WRITE_DOCS !== undefined) writeFileSync(PAGE, whole);
  expect(readFileSync(PAGE, 'utf8')).toBe(whole);
});
