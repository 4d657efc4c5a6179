#!/usr/bin/env bash
# vdirsyncer 0.19.0 (Debian 12), which keeps two address books alike, among them those of khard and of CardDAV services.
# Guess: every change of a card is carried to the other side; if the bytes differ, the card is copied.
# Seen: who puts another of two addresses first, or raises REV, has changed nothing: the sides stay different, exit code
# 0, until some other line changes too. Programs that take the first address then write to different ones. Say which
# is preferred by PREF; never by order alone.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq vdirsyncer=0.19.0-1 python3-aiohttp=3.8.4-1+deb12u2 python3-aiosignal=1.3.1-1 \
  python3-aiostream=0.4.3-1 python3-async-timeout=4.0.2-1 python3-atomicwrites=1.4.1-1 python3-attr=22.2.0-1 \
  python3-certifi=2022.9.24-1 python3-chardet=5.1.0+dfsg-2 python3-charset-normalizer=3.0.1-2 python3-click=8.1.3-2 \
  python3-click-log=0.3.2-1 python3-frozenlist=1.3.3-1+b1 python3-idna=3.3-1+deb12u1 python3-multidict=6.0.4-1+b1 \
  python3-pkg-resources=66.1.1-1+deb12u2 python3-requests=2.28.1+dfsg-1 python3-requests-toolbelt=0.10.1-1 \
  python3-six=1.16.0-4 python3-urllib3=1.26.12-1+deb12u4 python3-yarl=1.8.2-1+b1
for package in *.deb; do dpkg -x "$package" root; done
mkdir left right
cat > config <<CONFIG
[general]
status_path = "$PWD/status/"
[pair books]
a = "left"
b = "right"
collections = null
[storage left]
type = "filesystem"
path = "$PWD/left/"
fileext = ".vcf"
[storage right]
type = "filesystem"
path = "$PWD/right/"
fileext = ".vcf"
CONFIG
sync() {
  PYTHONPATH=root/usr/lib/python3/dist-packages VDIRSYNCER_CONFIG=config \
    /usr/bin/python3 -S root/usr/bin/vdirsyncer "$@" > log.txt 2>&1 < <(yes) && left=$? || left=$?
}
try() {
  printf '%s\r\n' BEGIN:VCARD VERSION:3.0 UID:jane 'FN:Jane' "${@:2}" END:VCARD > card.vcf
  mv card.vcf left/jane.vcf
  sync sync
  cmp -s left/jane.vcf right/jane.vcf && alike=yes || alike=no
  echo "$1: exit code $left, alike $alike, right has $(grep -m1 EMAIL right/jane.vcf | tr -d '\r')"
}
sync discover
{
  try new EMAIL:first@a.example EMAIL:second@a.example REV:20240101T000000Z
  try 'another first' EMAIL:second@a.example EMAIL:first@a.example REV:20250101T000000Z
  try 'and a note' EMAIL:second@a.example EMAIL:first@a.example REV:20250101T000000Z NOTE:tea
} | tee seen.txt
diff seen.txt - <<'SEEN'
new: exit code 0, alike yes, right has EMAIL:first@a.example
another first: exit code 0, alike no, right has EMAIL:first@a.example
and a note: exit code 0, alike yes, right has EMAIL:second@a.example
SEEN
