#!/usr/bin/env bash
# pass 1.7.4 with pass-otp 1.2.0 and oathtool 2.6.7 (Debian 12), the one-time codes of the standard Unix password manager.
# Guess: a link whose secret it cannot use is refused when it is added; one for Steam, too.
# Seen: escapes of the link are not undone, so one with padding or blanks written as such (%3D, %20) is added with exit
# code 0, and no code ever comes of it; `encoder=steam` gives six digits, which Steam never takes. Write bare base32.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq pass=1.7.4-6 pass-extension-otp=1.2.0-7 oathtool=2.6.7-3.1+deb12u1 liboath0=2.6.7-3.1+deb12u1
for package in *.deb; do dpkg -x "$package" root; done
export GNUPGHOME=$PWD/gpg PASSWORD_STORE_DIR=$PWD/store PASSWORD_STORE_ENABLE_EXTENSIONS=true
export PASSWORD_STORE_EXTENSIONS_DIR=$PWD/root/usr/lib/password-store/extensions
export PATH=$PWD/root/usr/bin:$PATH LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu)
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key pass@a.example default default never 2> /dev/null
pass init pass@a.example > /dev/null
try() {
  echo "otpauth://totp/Acme:jane?secret=$2" | pass otp insert --force "$1" > /dev/null 2>&1 && added=$? || added=$?
  shown=$(pass otp "$1" 2> /dev/null | sed 's/[0-9]/9/g') || shown=none
  echo "$1: added $added, code $shown"
}
{
  try bare 'GEZDGNBVGY3TQOJQ'
  try padded 'GEZDGNBVGY3TQ==='
  try padded-in-a-link 'GEZDGNBVGY3TQ%3D%3D%3D'
  try blanks 'GEZD%20GNBV%20GY3T%20QOJQ'
  try steam 'GEZDGNBVGY3TQOJQ&encoder=steam'
} | tee seen.txt
diff seen.txt - <<'SEEN'
bare: added 0, code 999999
padded: added 0, code 999999
padded-in-a-link: added 0, code none
blanks: added 0, code none
steam: added 0, code 999999
SEEN
