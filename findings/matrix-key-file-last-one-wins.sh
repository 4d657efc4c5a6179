#!/usr/bin/env bash
# @matrix-org/matrix-sdk-crypto-wasm 18.9.0 (npm) reads a file of room keys, as Matrix clients export them; the keys are
# made by @matrix-org/olm 3.2.15 (npm).
# Guess: of two keys of one session, one from its first message on and one from a later message on, the better is kept,
# however they come.
# Seen: in two files the better is kept, in either order. In one file (two devices' exports joined) the last is: a key
# from the fourth message on takes the place of one from the first on, "2 of 2" are imported, and the first messages
# stay closed. Import exports one by one; who joins them keeps the key with the lowest index of each session.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --prefix . @matrix-org/matrix-sdk-crypto-wasm@18.9.0 @matrix-org/olm@3.2.15
cat > run.mjs <<'JS'
import * as matrix from '@matrix-org/matrix-sdk-crypto-wasm';
import Olm from '@matrix-org/olm';

await Olm.init();
await matrix.initAsync();
const ROOM = '!room:a.example';
const algorithm = 'm.megolm.v1.aes-sha2';
const sender = new Olm.Account();
sender.create();
const { curve25519: sender_key, ed25519 } = JSON.parse(sender.identity_keys());
const outbound = new Olm.OutboundGroupSession();
outbound.create();
const session_id = outbound.session_id();
const inbound = new Olm.InboundGroupSession();
inbound.create(outbound.session_key());
const written = [0, 1, 2, 3, 4].map((at) =>
  outbound.encrypt(JSON.stringify({ type: 'm.room.message', room_id: ROOM, content: { body: `text ${at}` } })),
);
const from = (index) => ({
  ...{ algorithm, room_id: ROOM, sender_key, session_id, session_key: inbound.export_session(index) },
  ...{ sender_claimed_keys: { ed25519 }, forwarding_curve25519_key_chain: [] },
});
const settings = () => new matrix.DecryptionSettings(matrix.TrustRequirement.Untrusted);
async function open(machine, at) {
  const content = { algorithm, ciphertext: written[at], session_id, sender_key, device_id: 'A' };
  const event = { type: 'm.room.encrypted', room_id: ROOM, sender: '@jane:a.example', content };
  const text = JSON.stringify({ ...event, event_id: `$${at}`, origin_server_ts: 1 });
  try {
    const { event: opened } = await machine.decryptRoomEvent(text, new matrix.RoomId(ROOM), settings());
    return JSON.parse(opened).content.body;
  } catch {
    return 'closed';
  }
}
for (const [what, ...files] of [
  ['late file, then early file', [from(3)], [from(0)]],
  ['early file, then late file', [from(0)], [from(3)]],
  ['one file, late then early', [from(3), from(0)]],
  ['one file, early then late', [from(0), from(3)]],
]) {
  const machine = await matrix.OlmMachine.initialize(new matrix.UserId('@joe:a.example'), new matrix.DeviceId('B'));
  const counts = [];
  for (const file of files) {
    const { importedCount, totalCount } = await machine.importExportedRoomKeys(JSON.stringify(file), () => {});
    counts.push(`${importedCount} of ${totalCount}`);
  }
  console.log(`${what}: ${counts.join(' and ')} imported; ${await open(machine, 0)}, ${await open(machine, 4)}`);
}
process.exit(0);
JS
node run.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
late file, then early file: 1 of 1 and 1 of 1 imported; text 0, text 4
early file, then late file: 1 of 1 and 0 of 1 imported; text 0, text 4
one file, late then early: 2 of 2 imported; text 0, text 4
one file, early then late: 2 of 2 imported; closed, text 4
SEEN
