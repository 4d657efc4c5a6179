#!/usr/bin/env bash
# Delta Chat core 2.57.0 (npm: @deltachat/stdio-rpc-server) reads names of a vCard by two readers that disagree.
# Guess: a card gives one name, however it comes, and a card that is made for a contact says the name that it shows.
# Seen: scanned as a code it is named by N alone, read as a file by FN alone; each falls back to no name. A card made
# of a contact that was named by hand says the e-mail address in FN. So write FN and N, and expect neither back.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --prefix . @deltachat/stdio-rpc-server@2.57.0 @deltachat/jsonrpc-client@2.57.0
cat > run.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import { startDeltaChat } from '@deltachat/stdio-rpc-server';

const { rpc } = startDeltaChat('./accounts', { muteStdErr: true });
const account = await rpc.addAccount();
const card = (...lines) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n');
for (const [what, ...lines] of [
  ['N only', 'N:Doe;Jane', 'EMAIL:n@friends.example'],
  ['FN only', 'FN:Jane Doe', 'EMAIL:fn@friends.example'],
  ['both', 'FN:Dr. Jane Doe', 'N:Doe;Jane', 'EMAIL:both@friends.example'],
]) {
  writeFileSync('card.vcf', card(...lines));
  const [read] = await rpc.parseVcard('card.vcf');
  const scanned = await rpc.checkQr(account, card(...lines));
  const { name } = await rpc.getContact(account, scanned.contact_id);
  console.log(`${what}: file "${read.displayName}", code "${name}"`);
}
const named = await rpc.createContact(account, 'choir@friends.example', 'Jane of the choir');
const made = await rpc.makeVcard(account, [named]);
console.log(`made: ${made.split(/\r?\n/).find((line) => line.startsWith('FN'))}`);
process.exit(0);
JS
node run.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
N only: file "n@friends.example", code "Jane Doe"
FN only: file "Jane Doe", code ""
both: file "Dr. Jane Doe", code "Jane Doe"
made: FN:choir@friends.example
SEEN
