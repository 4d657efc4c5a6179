#!/usr/bin/env bash
# sq 0.27.0 of Sequoia and gpg-wks-client 2.2.40 of GnuPG (Debian 12) lay out a Web Key Directory, where mail programs
# look for the OpenPGP key of an address.
# Guess: under an address lies the key with that user ID; whoever looks it up learns no other address, as of GnuPG's.
# Seen: sq puts the whole key there, under every address of the domain: a colleague who looks for the one at work gets
# the private address too, and the name that goes with it. Strip the key to one user ID for each address oneself.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq sq=0.27.0-2+b1 gpg-wks-client=2.2.40-1.1+deb12u2 libnettle8=3.8.1-2 libhogweed6=3.8.1-2 libssl3 \
  libgmp10=2:6.2.1+dfsg1-1.1
for package in *.deb; do dpkg -x "$package" root; done
export PATH=$PWD/root/usr/bin:$PWD/root/usr/lib/gnupg:$PATH GNUPGHOME=$PWD/gpg
export LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu)
mkdir -m 700 "$GNUPGHOME"
quiet() { "$@" > log.txt 2>&1 < /dev/null; }
quiet gpg --batch --passphrase '' --quick-generate-key 'Jane Doe <jane@work.example>' default default never
for user in 'J. Doe <jd@work.example>' 'Janie <janie@home.example>'; do
  quiet gpg --batch --passphrase '' --quick-add-uid jane@work.example "$user"
done
gpg --export jane@work.example > key.pgp 2> log.txt
mkdir -p gnupg/work.example sequoia
for address in jane jd; do quiet gpg-wks-client -C gnupg --install-key key.pgp $address@work.example; done
quiet sq wkd generate sequoia work.example key.pgp
for tool in gnupg sequoia; do
  for file in $(find $tool -path '*/hu/*' -type f | sort); do
    echo "$tool, ${file##*/}: $(gpg --show-keys --with-colons "$file" 2> log.txt | awk -F: '/^uid/ { print $10 }' |
      sed 's/.*<//; s/>//' | sort | paste -sd' ')"
  done
done | tee seen.txt
diff seen.txt - <<'SEEN'
gnupg, 96q6559j73hmgch7rcmd5n3jwxrdaays: jd@work.example
gnupg, tkg67ingrxkceoueajuffsyjesntau59: jane@work.example
sequoia, 96q6559j73hmgch7rcmd5n3jwxrdaays: jane@work.example janie@home.example jd@work.example
sequoia, tkg67ingrxkceoueajuffsyjesntau59: jane@work.example janie@home.example jd@work.example
SEEN
