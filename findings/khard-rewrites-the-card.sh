#!/usr/bin/env bash
# khard 0.18.0 (Debian 12), the address book of the terminal, with a card as Apple's programs write it.
# Guess: what it does not know it leaves alone, and a person who is given a title gets a title.
# Seen: a birthday without a year (1604, and a parameter that says so) becomes one of 1604; the web address for work is
# just a web address; the kind "iPhone" of a telephone becomes X-IPHONE and a label. All of it by one added title.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq khard=0.18.0-1 python3-vobject=0.9.6.1-2 python3-dateutil=2.8.2-2 python3-six=1.16.0-4 \
  python3-atomicwrites=1.4.1-1 python3-configobj=5.0.8-1 python3-ruamel.yaml=0.17.21-1 \
  python3-ruamel.yaml.clib=0.2.7-1+b2 python3-unidecode=1.3.6-1 python3-distutils=3.11.2-3
for package in *.deb; do dpkg -x "$package" root; done
mkdir book
printf '[addressbooks]\n[[book]]\npath = %s/book\n' "$PWD" > khard.conf
printf '%s\r\n' BEGIN:VCARD VERSION:3.0 UID:jane 'FN:Jane Doe' 'N:Doe;Jane;;;' \
  'BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03' 'URL;TYPE=WORK:https://work.example' \
  'TEL;TYPE=IPHONE,CELL:+49 171 1' END:VCARD > book/jane.vcf
cp book/jane.vcf before.vcf
khard() { PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 -S root/usr/bin/khard -c khard.conf "$@"; }
khard show --format yaml uid:jane | sed 's/^Title.*/Title: Dr/' > wanted.yaml
khard modify --input-file wanted.yaml uid:jane > log.txt < <(yes)
export LC_ALL=C
{ diff <(sort before.vcf) <(sort book/jane.vcf) || true; } | tr -d '\r' | grep '^[<>]' | grep -v REV: | tee seen.txt
diff seen.txt - <<'SEEN'
< BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03
> BDAY:1604-02-03
< TEL;TYPE=IPHONE,CELL:+49 171 1
> TITLE:Dr
< URL;TYPE=WORK:https://work.example
> URL:https://work.example
> itemtel1.TEL;TYPE=X-IPHONE,CELL:+49 171 1
> itemtel1.X-ABLABEL:IPHONE
SEEN
