#!/usr/bin/env bash
# slip39 0.1.9 (npm), shares of a secret as words (SLIP-0039), which people write on paper.
# Guess: two of three shares are enough, and three do as well; blanks do not matter.
# Seen: exactly as many as the threshold, all three of 2-of-3 are refused; two blanks between words are a wrong word,
# capitals are not. So who gathers shares must leave some out, and a form must tidy what was typed.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --prefix . slip39@0.1.9
cat > run.cjs <<'JS'
const slip39 = require('slip39');

const split = (secret, count, of) =>
  slip39.fromArray(secret, { passphrase: 'paper', threshold: 1, groups: [[count, of, 'friends']] }).fromPath('r/0').mnemonics;
const secret = Array.from({ length: 16 }, (_, at) => at * 17);
const shares = split(secret, 2, 3);
const says = (what, act) => {
  let outcome;
  try {
    outcome = `${act()}` === `${secret}` ? 'the secret' : 'another secret';
  } catch (error) {
    outcome = `refused: ${error.message.split(/[.:]/)[0].trim()}`;
  }
  console.log(`${what}: ${outcome}`);
};
says('two of three', () => slip39.recoverSecret(shares.slice(1), 'paper'));
says('three of three', () => slip39.recoverSecret(shares, 'paper'));
says('capitals', () => slip39.recoverSecret([shares[0].toUpperCase(), shares[1]], 'paper'));
says('two blanks', () => slip39.recoverSecret([shares[0].replace(/ /g, '  '), shares[1]], 'paper'));
JS
node run.cjs | tee seen.txt
diff seen.txt - <<'SEEN'
two of three: the secret
three of three: refused: Wrong number of mnemonics
capitals: the secret
two blanks: refused: Invalid mnemonic word
SEEN
