#!/usr/bin/env bash
# @signalapp/libsignal-client 0.103.0 (npm), the code of 64 characters by which Signal recovers an account and a backup.
# Guess: what people copy by hand leaves out letters that look alike, minds no capitals, and carries a check, so that a
# slip is told at once.
# Seen: all of 0-9 and a-z are drawn, 0 and o, 1 and l and i among them; capitals and blanks are refused; there is no
# check: with one character changed the code is still valid, and gives another key. Only opening something proves it.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --prefix . @signalapp/libsignal-client@0.103.0
cat > run.mjs <<'JS'
import { AccountEntropyPool } from '@signalapp/libsignal-client/dist/AccountKeys.js';

const drawn = new Set(Array.from({ length: 200 }, () => [...AccountEntropyPool.generate()]).flat());
console.log(`drawn: ${[...drawn].sort().join('')}`);
const code = AccountEntropyPool.generate();
const key = (text) => Buffer.from(AccountEntropyPool.deriveSvrKey(text)).toString('hex');
const slip = (code.startsWith('0') ? 'o' : '0') + code.slice(1);
console.log(`capitals: ${AccountEntropyPool.isValid(code.replace(/^./, 'A'))}`);
console.log(`blanks: ${AccountEntropyPool.isValid(code.match(/.{4}/g).join(' '))}`);
console.log(`a slip: ${AccountEntropyPool.isValid(slip)}, same key ${key(slip) === key(code)}`);
JS
node run.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
drawn: 0123456789abcdefghijklmnopqrstuvwxyz
capitals: false
blanks: false
a slip: true, same key false
SEEN
