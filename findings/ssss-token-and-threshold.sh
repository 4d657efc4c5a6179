#!/usr/bin/env bash
# ssss 0.5 (Debian 12), shares of a secret as lines of text.
# Guess: a token names the shares, and any word will do; whoever has more shares than needed gives them all.
# Seen: with a hyphen in the token ("bank-pin") it writes shares that it refuses itself when they come back, until the
# word is cut off. All three of 2-of-3, asked for as three, end with exit code 0 and something that is not the secret:
# the threshold must be remembered, it is not in a share. Write it beside them, and no hyphen in the name.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq ssss=0.5-5 libgmp10=2:6.2.1+dfsg1-1.1
for package in *.deb; do dpkg -x "$package" root; done
export PATH=$PWD/root/usr/bin:$PATH LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu)
secret='correct horse battery'
split() { echo "$secret" | ssss-split -q -t 2 -n 3 "$@" 2> log.txt; }
combine() {
  ssss-combine -q -t "$2" > out.txt 2>&1 && code=$? || code=$?
  grep -qx "$secret" out.txt && same=yes || same=no
  echo "$1: exit code $code, the secret: $same, refused: $(grep -c 'invalid share' out.txt || true)"
}
{
  split -w bankpin | head -2 | combine 'token bankpin' 2
  split -w bank-pin | head -2 | combine 'token bank-pin' 2
  split -w bank-pin | head -2 | sed 's/^bank-pin-//' | combine 'the same, cut off' 2
  split | combine 'three, as two' 2
  split | combine 'three, as three' 3
} | tee seen.txt
diff seen.txt - <<'SEEN'
token bankpin: exit code 0, the secret: yes, refused: 0
token bank-pin: exit code 1, the secret: no, refused: 1
the same, cut off: exit code 0, the secret: yes, refused: 0
three, as two: exit code 0, the secret: yes, refused: 0
three, as three: exit code 0, the secret: no, refused: 0
SEEN
