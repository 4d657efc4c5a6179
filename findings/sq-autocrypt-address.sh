#!/usr/bin/env bash
# sq 0.27.0 of Sequoia (Debian 12) makes an Autocrypt header, by which mail programs hand on OpenPGP keys.
# Guess: `addr=` is the bare e-mail address of the key's user, as Autocrypt 1.1 asks: it has to equal the one in From.
# Seen: it is the user ID as a whole, name and angle brackets with it, exit code 0. Only who says the address once more
# (--email) gets a header that fits the mail. A user ID that is an address alone comes out right, so a test may miss it.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq sq=0.27.0-2+b1 libnettle8=3.8.1-2 libhogweed6=3.8.1-2 libgmp10=2:6.2.1+dfsg1-1.1 libssl3
for package in *.deb; do dpkg -x "$package" root; done
export PATH=$PWD/root/usr/bin:$PATH LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu)
try() {
  sq key generate --userid "$1" --export key.pgp 2> log.txt
  sq key extract-cert --output "$1.pgp" key.pgp
  rm key.pgp*
  sq autocrypt encode-sender "${@:2}" "$1.pgp" > header.txt && code=$? || code=$?
  echo "$*: exit code $code, $(head -1 header.txt | cut -d';' -f1)"
}
{
  try 'Jane Doe <jane@a.example>'
  try 'Jane at work <jane@a.example>' --email jane@a.example
  try 'jane@a.example'
} | tee seen.txt
diff seen.txt - <<'SEEN'
Jane Doe <jane@a.example>: exit code 0, Autocrypt: addr=Jane Doe <jane@a.example>
Jane at work <jane@a.example> --email jane@a.example: exit code 0, Autocrypt: addr=jane@a.example
jane@a.example: exit code 0, Autocrypt: addr=jane@a.example
SEEN
