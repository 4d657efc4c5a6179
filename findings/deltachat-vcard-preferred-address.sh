#!/usr/bin/env bash
# Delta Chat core 2.57.0 (npm: @deltachat/stdio-rpc-server), files of contacts.
# Guess: of several addresses the preferred one is taken (PREF=1, or TYPE=PREF), a mailto: URI is an address, REV is a
# time however it is written, and who has no e-mail address is left out.
# Seen: the first EMAIL counts, whatever is preferred; `mailto:` stays in the address; REV in the extended form, which
# vCard 3.0 shows, gives no time; a contact with a telephone only comes with an empty address.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --prefix . @deltachat/stdio-rpc-server@2.57.0 @deltachat/jsonrpc-client@2.57.0
cat > run.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { startDeltaChat } from '@deltachat/stdio-rpc-server';

const { rpc } = startDeltaChat('./accounts', { muteStdErr: true });
for (const [what, version, ...lines] of [
  ['PREF=1 second', '4.0', 'EMAIL:first@a.example', 'EMAIL;PREF=1:second@a.example'],
  ['TYPE=PREF second', '3.0', 'EMAIL:first@a.example', 'EMAIL;TYPE=PREF:second@a.example'],
  ['a URI', '4.0', 'EMAIL;VALUE=uri:mailto:jane@a.example'],
  ['REV basic', '4.0', 'EMAIL:jane@a.example', 'REV:20240501T100000Z'],
  ['REV extended', '3.0', 'EMAIL:jane@a.example', 'REV:2024-05-01T10:00:00Z'],
  ['telephone only', '4.0', 'TEL:+49 30 901820'],
]) {
  writeFileSync('card.vcf', ['BEGIN:VCARD', `VERSION:${version}`, 'FN:Jane', ...lines, 'END:VCARD', ''].join('\r\n'));
  const [{ addr, timestamp }] = await rpc.parseVcard('card.vcf');
  console.log(`${what}: "${addr}", ${timestamp}`);
}
process.exit(0);
JS
node run.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
PREF=1 second: "first@a.example", null
TYPE=PREF second: "first@a.example", null
a URI: "mailto:jane@a.example", null
REV basic: "jane@a.example", 1714557600
REV extended: "jane@a.example", null
telephone only: "", null
SEEN
