#!/usr/bin/env bash
# secure-remote-password 0.3.1 (npm) as a client and python3-srp 1.0.20 (Debian 12) as a service: sign-in by SRP-6a
# without sending the password, with the same prime, hash and proof in both.
# Guess: two that agree on the proof of one sign-in agree on all.
# Seen: they agree until a number begins with a zero byte, which the client hashes and the service leaves out. If it is
# the client's public number, about one sign-in in 170, the right password is refused; if it is the salt, one person in
# 256, it is refused for ever. Ten tries in a test pass. Draw such numbers anew, and compare two over thousands.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq python3-srp=1.0.20-1 python3-six=1.16.0-4 libssl3 libssl-dev
for package in *.deb; do dpkg -x "$package" root; done
npm install --silent --no-audit --no-fund --prefix . secure-remote-password@0.3.1
cat > client.cjs <<'JS'
const client = require('secure-remote-password/client');

// A line: the client's secret number, the service's number, the salt.
const lines = require('node:fs').readFileSync(0, 'utf8').trim().split('\n');
for (const [secret, theirs, salt] of lines.map((line) => line.split(' '))) {
  const key = client.derivePrivateKey(salt, 'jane', 'made-up');
  console.log(client.deriveSession(secret, theirs, salt, 'jane', key).proof);
}
JS
cat > service.py <<'PY'
import hashlib, subprocess
import srp
secure = open('node_modules/secure-remote-password/lib/params.js').read()
prime = int(''.join(secure.split('largeSafePrime: `')[1].split('`')[0].split()), 16)
digest = lambda data: hashlib.sha256(data).digest()
number = lambda data: int.from_bytes(data, 'big')

def attempts(salt, wanted):
    """Sign-ins whose client's public number begins with a zero byte, or does not."""
    key = digest(salt + digest(b'jane:made-up'))
    verifier = pow(2, number(key), prime).to_bytes(256, 'big')
    count = 0
    while True:
        secret = digest(b'client %d' % count)
        count += 1
        public = pow(2, number(secret), prime).to_bytes(256, 'big')
        if (public[0] == 0) == wanted:
            service = srp.Verifier('jane', salt, verifier, public, hash_alg=srp.SHA256, ng_type=srp.NG_2048,
                                   bytes_b=digest(b'service'))
            yield service, ' '.join([secret.hex(), service.get_challenge()[1].rjust(256, b'\0').hex(), salt.hex()])

for what, salt, zero in (
    ('no zero byte in front', bytes(range(1, 33)), False),
    ("the client's number with one", bytes(range(1, 33)), True),
    ('the salt with one', bytes(range(32)), False),
):
    tries = [attempt for attempt, _ in zip(attempts(salt, zero), range(5))]
    proofs = subprocess.run(['node', 'client.cjs'], input='\n'.join(line for _, line in tries), text=True,
                            capture_output=True, check=True).stdout.split()
    accepted = sum(service.verify_session(bytes.fromhex(proof)) is not None
                   for (service, _), proof in zip(tries, proofs))
    print(f'{what}: {accepted} of {len(tries)} accepted')
PY
LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu) PYTHONPATH=root/usr/lib/python3/dist-packages \
  /usr/bin/python3 -S service.py | tee seen.txt
diff seen.txt - <<'SEEN'
no zero byte in front: 5 of 5 accepted
the client's number with one: 0 of 5 accepted
the salt with one: 0 of 5 accepted
SEEN
