#!/usr/bin/env bash
# secrets.js-grempe 2.0.0 and shamirs-secret-sharing 2.0.1 (npm), which names the former among what it was ported from.
# Guess: a port keeps the form of a share, or refuses the other's. Both begin with 8 (the field), then the number.
# Seen: each takes the other's shares and gives something else, without an error: the port the secret backwards with
# every second byte left out, secrets.js the port's backwards with zeros between. Both join their own rightly. A library
# of shares cannot be changed while shares are in friends' hands: note beside them which one made them.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --prefix . secrets.js-grempe@2.0.0 shamirs-secret-sharing@2.0.1
cat > run.cjs <<'JS'
const port = require('shamirs-secret-sharing');
const secrets = require('secrets.js-grempe');

const secret = 'a1b2c3d4e5f6a7b8';
const { bits, id } = secrets.extractShareComponents(secrets.share(secret, 3, 2)[0]);
const ofSecrets = secrets.share(secret, 3, 2).slice(1);
const ofPort = port.split(Buffer.from(secret, 'hex'), { shares: 3, threshold: 2 }).slice(1);
const bytes = ofSecrets.map((share) => Buffer.from(`0${share}`, 'hex'));
const text = ofPort.map((share) => share.toString('hex').slice(1));
const begin = (shares) => shares.map((share) => share.slice(0, 3));
console.log(`field of ${bits} bits, first number ${id}`);
console.log(`second and third begin: ${begin(ofSecrets)} and ${begin(text)}`);
console.log(`own: ${secrets.combine(ofSecrets)} and ${port.combine(ofPort).toString('hex')}`);
console.log(`the port reads secrets.js: ${port.combine(bytes).toString('hex')}`);
console.log(`secrets.js reads the port: ${secrets.combine(text)}`);
JS
node run.cjs | tee seen.txt
diff seen.txt - <<'SEEN'
field of 8 bits, first number 1
second and third begin: 802,803 and 802,803
own: a1b2c3d4e5f6a7b8 and a1b2c3d4e5f6a7b8
the port reads secrets.js: b8f6d4b2
secrets.js reads the port: 00b800a700f600e500d400c300b200a1
SEEN
