#!/usr/bin/env bash
# libgfshare 2.0.0 (Debian 12): gfsplit and gfcombine share a file among friends.
# Guess: a share knows its own number, so it may be renamed, as files are that come by mail.
# Seen: the number is in the name alone (secret.066) and not in the file. A share with another three digits is taken as
# that share: exit code 0, a file of the right length, and not the secret. A name without digits is refused. Who hands
# out shares of one's own making puts the number and a check inside.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq libgfshare-bin=2.0.0-6 libgfshare2=2.0.0-6
for package in *.deb; do dpkg -x "$package" root; done
export PATH=$PWD/root/usr/bin:$PATH LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu)
printf 'correct horse battery staple' > secret
gfsplit -n 2 -m 3 secret
shares=(secret.*)
echo "share: $(stat -c %s "${shares[0]}") bytes, secret: $(stat -c %s secret) bytes" | tee seen.txt
try() {
  gfcombine -o out "${@:2}" 2> log.txt && code=$? || code=$?
  cmp -s out secret && same=yes || same=no
  echo "$1: exit code $code, $(stat -c %s out 2> log.txt || echo no) bytes, the secret: $same" | tee -a seen.txt
  rm -f out
}
try 'as made' "${shares[@]:0:2}"
try 'all three' "${shares[@]}"
cp "${shares[0]}" jane.001 && cp "${shares[1]}" joe.002
try renamed jane.001 joe.002
cp "${shares[0]}" from-jane && cp "${shares[1]}" from-joe
try 'no digits' from-jane from-joe
diff seen.txt - <<'SEEN'
share: 28 bytes, secret: 28 bytes
as made: exit code 0, 28 bytes, the secret: yes
all three: exit code 0, 28 bytes, the secret: yes
renamed: exit code 0, 28 bytes, the secret: no
no digits: exit code 1, no bytes, the secret: no
SEEN
