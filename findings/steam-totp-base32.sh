#!/usr/bin/env bash
# steam-totp 2.1.2 (npm) makes Steam's five letters; otpauth 9.5.2 (npm) reads the secret of a link as all managers do.
# Guess: it takes the secret as otpauth links and password managers carry it (base32), or raises.
# Seen: text is taken as base64, as Steam's own files have it, and base32 is valid base64 too: five letters come that
# look right and are another key's; only 40 hexadecimal digits are told apart. Turn the secret into bytes oneself.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --prefix . steam-totp@2.1.2 otpauth@9.5.2
cat > run.mjs <<'JS'
import { Secret } from 'otpauth';
import steam from 'steam-totp';

Date.now = () => 1_700_000_000_000;
const text = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const bytes = Buffer.from(Secret.fromBase32(text).bytes);
const said = { bytes, hex: bytes.toString('hex'), base64: bytes.toString('base64'), base32: text };
for (const [what, secret] of Object.entries(said)) console.log(`${what}: ${steam.generateAuthCode(secret)}`);
JS
node run.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
bytes: R87JJ
hex: R87JJ
base64: R87JJ
base32: 4B687
SEEN
