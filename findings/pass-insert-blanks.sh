#!/usr/bin/env bash
# pass 1.7.4 (Debian 12), the standard Unix password manager.
# Guess: `pass insert` keeps a password as it was given, whichever way.
# Seen: blanks at its ends are cut off, asked twice or with --echo, here from a pipe, exit code 0; --multiline keeps
# them. A password that ends in a blank (a phrase, copied) is then wrong for ever. Hand it over by --multiline.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq pass=1.7.4-6
dpkg -x pass*.deb root
export GNUPGHOME=$PWD/gpg PASSWORD_STORE_DIR=$PWD/store PATH=$PWD/root/usr/bin:$PATH
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key pass@a.example default default never 2> log.txt
pass init pass@a.example > log.txt
try() {
  printf ' two words \n two words \n' | head -n "$2" |
    pass insert --force "${@:3}" "$1" > log.txt 2>&1 && code=$? || code=$?
  echo "$1: exit code $code, [$(pass show "$1")]"
}
{
  try asked-twice 2
  try echo 1 --echo
  try multiline 1 --multiline
} | tee seen.txt
diff seen.txt - <<'SEEN'
asked-twice: exit code 0, [two words]
echo: exit code 0, [two words]
multiline: exit code 0, [ two words ]
SEEN
