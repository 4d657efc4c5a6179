#!/usr/bin/env bash
# abook 0.6.1 (Debian 12), the address book of mutt, as a reader of vCard 3.0.
# Guess: escapes are undone, both telephones are kept as both addresses are, and a birthday is a birthday.
# Seen: backslashes stay in names, streets and notes; of two mobile telephones the later one is left; BDAY becomes the
# anniversary. Write one TEL of a kind for it, and no comma in FN.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq abook=0.6.1-2+b1 libncursesw6=6.4-4 libtinfo6=6.4-4 libreadline8=8.2-1.3
for package in *.deb; do dpkg -x "$package" root; done
cat > card.vcf <<'CARD'
BEGIN:VCARD
VERSION:3.0
FN:Doe\, Jane
N:Doe;Jane;;;
EMAIL;TYPE=HOME:first@a.example
EMAIL;TYPE=WORK:second@a.example
TEL;TYPE=CELL:+49 30 1
TEL;TYPE=CELL:+49 30 2
ADR;TYPE=HOME:;;12 Mill Lane\, Flat 3;Springfield;CA;90210;USA
NOTE:one\, two\nthree
BDAY:1980-02-03
END:VCARD
CARD
LD_LIBRARY_PATH=$(echo "$PWD"/root/{usr/,}lib/*-linux-gnu | tr ' ' ':') HOME=$PWD \
  root/usr/bin/abook --convert --informat vcard --infile card.vcf --outformat abook |
  grep -E '^(name|email|address|mobile|notes|anniversary|birthday)=' | tee seen.txt
diff seen.txt - <<'SEEN'
name=Doe\, Jane
email=first@a.example,second@a.example
address=12 Mill Lane\, Flat 3
mobile=+49 30 2
notes=one\, two\nthree
anniversary=1980-02-03
SEEN
