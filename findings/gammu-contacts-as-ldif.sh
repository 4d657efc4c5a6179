#!/usr/bin/env bash
# Gammu 1.42.0 (Debian 12) turns contacts of telephones from vCard into LDIF, for address books, and back.
# Guess: LDIF has attributes for all that a plain contact holds, so a contact that goes there and back is the same.
# Seen: the second line of a note is written as it is, which is no LDIF (it would begin with a blank), and is gone when
# Gammu reads it back; birthday and group are left out; the street comes back as an address without a town, and the
# town as one without a street; the telephone at home is now preferred. All with exit code 0, and Gammu's own form
# keeps what is lost. Move contacts as vCard, and look for notes of several lines before.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq gammu=1.42.0-8 libgammu8=1.42.0-8 libbluetooth3 libusb-1.0-0=2:1.0.26-1 libdbi1=0.9.0-6
for package in *.deb; do dpkg -x "$package" root; done
export PATH=$PWD/root/usr/bin:$PATH LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib{,/*-linux-gnu} | tr ' ' ':')
cat > card.vcf <<'CARD'
BEGIN:VCARD
VERSION:3.0
FN:Jane Doe
N:Doe;Jane;;;
EMAIL:jane@a.example
TEL;TYPE=HOME:+49 30 1
TEL;TYPE=CELL:+49 171 2
ADR;TYPE=HOME:;;12 Mill Lane;Springfield;CA;90210;USA
BDAY:1980-02-03
CATEGORIES:Choir
NOTE:tea\nno milk
END:VCARD
CARD
printf '[gammu]\n' > config
gammu() { command gammu -c config "$@" > log.txt 2>&1; }
gammu convertbackup card.vcf there.ldif && there=$? || there=$?
gammu convertbackup there.ldif back.vcf && back=$? || back=$?
gammu convertbackup card.vcf own.backup
{
  echo "there: exit code $there"
  tr -d '\r' < there.ldif | grep -iA1 '^description'
  echo "back: exit code $back"
  tr -d '\r' < back.vcf | grep -E '^(N|FN|EMAIL|TEL|ADR|LABEL|BDAY|CATEGORIES|NOTE)[:;]'
  echo "own form: $(grep -cE '(19800203|"Choir"|"tea.nno milk")' own.backup) of 3"
} | tee seen.txt
diff seen.txt - <<'SEEN'
there: exit code 0
Description: tea
no milk
back: exit code 0
EMAIL:jane@a.example
TEL;PREF;HOME:+49 30 1
TEL;CELL:+49 171 2
LABEL:12 Mill Lane
ADR:12 Mill Lane
NOTE:tea
N:Doe;Jane
ADR;HOME:;;;Springfield;CA;90210;USA
own form: 3 of 3
SEEN
