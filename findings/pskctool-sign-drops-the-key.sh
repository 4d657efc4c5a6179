#!/usr/bin/env bash
# python-pskc 1.2 writes a container of one-time code keys (PSKC, RFC 6030) under a shared key; pskctool 2.6.7 of the
# OATH Toolkit signs it (both Debian 12).
# Guess: signing adds a signature, as everywhere else; what it cannot read it carries along, or refuses.
# Seen: it writes the container anew, without the encrypted secret, the MAC and the name of the key, and signs that:
# exit code 0, only "output may be incomplete" on the error output, and its own --verify says OK. A plain one is whole.
# Who keeps the signed file alone has lost every token in it. Open what was signed before the original is deleted.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq pskctool=2.6.7-3.1+deb12u1 libpskc0=2.6.7-3.1+deb12u1 libxmlsec1=1.2.37-2 openssl libssl3 \
  libxmlsec1-openssl=1.2.37-2 libxml2=2.9.14+dfsg-1.3~deb12u6 libxslt1.1 libicu72=72.1-3+deb12u1 python3-pskc=1.2-1 \
  python3-cryptography=38.0.4-3+deb12u1 python3-cffi-backend=1.15.1-5+b1 python3-dateutil=2.8.2-2 python3-six=1.16.0-4
for package in *.deb; do dpkg -x "$package" root; done
export PATH=$PWD/root/usr/bin:$PATH LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu)
cat > container.py <<'PY'
import sys
from pskc import PSKC
names, key = sys.argv[2:], bytes(range(16))
if sys.argv[1] == 'write':
    for name in names:
        container = PSKC()
        container.add_key(id='jane', serial='1', algorithm='urn:ietf:params:xml:ns:keyprov:pskc:totp',
                          secret=b'12345678901234567890', response_length=8, time_interval=60)
        if 'encrypted' in name:
            container.encryption.setup_preshared_key(key=key, key_name='bank', algorithm='aes128-cbc')
        container.write(name)
else:
    for name in names:
        container = PSKC(name)
        container.encryption.key = key
        read = container.keys[0]
        named = container.encryption.key_name
        print(f'{name}: {read.secret}, {read.response_length} digits, {read.time_interval} s, under {named}')
PY
pskc() { PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 -S container.py "$@"; }
openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=made-up -keyout sign.key -out sign.crt 2> log.txt
pskc write plain.xml encrypted.xml
{
  for what in plain encrypted; do
    signed=$what-signed.xml
    pskctool --sign --sign-key sign.key --sign-crt sign.crt $what.xml > $signed 2> log.txt && code=$? || code=$?
    echo "$what: exit code $code, verified $(pskctool --verify --verify-crt sign.crt $signed 2>> log.txt)"
    pskc read $what.xml $signed
  done
} | tee seen.txt
diff seen.txt - <<'SEEN'
plain: exit code 0, verified OK
plain.xml: b'12345678901234567890', 8 digits, 60 s, under None
plain-signed.xml: b'12345678901234567890', 8 digits, 60 s, under None
encrypted: exit code 0, verified OK
encrypted.xml: b'12345678901234567890', 8 digits, 60 s, under bank
encrypted-signed.xml: None, 8 digits, 60 s, under None
SEEN
