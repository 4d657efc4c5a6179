#!/usr/bin/env bash
# PyCryptodome 3.11.0 splits a secret of 16 bytes, with `ssss=True` compatible with ssss; ssss 0.5 (both Debian 12).
# Guess: with that switch either reads the other's shares, and as many shares as there are may be given.
# Seen: ssss first mixes a secret of this size; without its -D the other side gets another secret, with exit code 0. And
# given all three of 2-of-3, which does no harm without the switch, PyCryptodome returns the secret with its last byte
# changed, the other fifteen right: who looks at its beginning believes it. Give exactly as many as are needed, and
# keep a hash of the secret to compare.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq python3-pycryptodome=3.11.0+dfsg1-4 ssss=0.5-5 libgmp10=2:6.2.1+dfsg1-1.1
for package in *.deb; do dpkg -x "$package" root; done
export PATH=$PWD/root/usr/bin:$PATH LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu)
cat > shares.py <<'PY'
import sys
from Cryptodome.Protocol.SecretSharing import Shamir
what, like_ssss = sys.argv[1], sys.argv[2] == 'ssss'
if what == 'split':
    for number, share in Shamir.split(2, 3, bytes(range(16)), ssss=like_ssss):
        print(f'{number}-{share.hex()}')
else:
    lines = [line.strip().split('-') for line in sys.stdin]
    print(Shamir.combine([(int(number), bytes.fromhex(share)) for number, share in lines], ssss=like_ssss).hex())
PY
pycryptodome() { PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 -S shares.py "$@"; }
secret=000102030405060708090a0b0c0d0e0f
tell() { sed "s/^$secret\$/the secret/; s/^/$1: /"; }
# Mixed shares give another secret each time.
another() { tell "$1" | sed 's/: [0-9a-f]*$/: another secret/'; }
{
  pycryptodome split ssss | sed -n 1,2p | ssss-combine -x -q -t 2 2>&1 | another 'PyCryptodome to ssss'
  pycryptodome split ssss | sed -n 1,2p | ssss-combine -x -q -t 2 -D 2>&1 | tell 'PyCryptodome to ssss -D'
  ssss-split -x -q -t 2 -n 3 <<< $secret | sed -n 1,2p | pycryptodome combine ssss | another 'ssss to PyCryptodome'
  ssss-split -x -q -t 2 -n 3 -D <<< $secret | sed -n 1,2p | pycryptodome combine ssss | tell 'ssss -D to PyCryptodome'
  pycryptodome split ssss | pycryptodome combine ssss | tell 'all three, with the switch'
  pycryptodome split own | pycryptodome combine own | tell 'all three, without'
} | tee seen.txt
diff seen.txt - <<'SEEN'
PyCryptodome to ssss: another secret
PyCryptodome to ssss -D: the secret
ssss to PyCryptodome: another secret
ssss -D to PyCryptodome: the secret
all three, with the switch: 000102030405060708090a0b0c0d0e09
all three, without: the secret
SEEN
