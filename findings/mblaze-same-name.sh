#!/usr/bin/env bash
# mblaze 1.1 (Debian 12), tools for mail in Maildirs: `mshow -x` takes the attachments out of a mail.
# Guess: of two attachments of one name (two people's contact.vcf) both are taken out, the second under another name.
# Seen: the first alone is on the disk; the list of what was taken out names both, and the exit code is 0. Only a bare
# "open: File exists" tells, on the error output. Give each file that goes out a name of its own.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq mblaze=1.1-1
dpkg -x mblaze*.deb root
export PATH=$PWD/root/usr/bin:$PATH
part() { printf '%s\n' --b "Content-Type: text/vcard" "Content-Disposition: attachment; filename=\"$1\"" '' "$2"; }
{
  printf '%s\n' 'From: jane@a.example' 'To: joe@b.example' 'Subject: contacts' 'MIME-Version: 1.0'
  printf '%s\n' 'Content-Type: multipart/mixed; boundary="b"' ''
  part contact.vcf jane
  part contact.vcf joe
  part other.vcf kim
  echo --b--
} > mail.eml
mkdir taken
(cd taken && mshow -x ../mail.eml > ../list.txt 2> ../log.txt) && code=$? || code=$?
{
  echo "exit code $code, listed: $(paste -sd' ' list.txt), said: $(cat log.txt)"
  for file in taken/*; do echo "$file: $(cat "$file")"; done
} | tee seen.txt
diff seen.txt - <<'SEEN'
exit code 0, listed: contact.vcf contact.vcf other.vcf, said: open: File exists
taken/contact.vcf: jane
taken/other.vcf: kim
SEEN
