#!/usr/bin/env bash
# Radicale 3.1.8 with vobject 0.9.6.1 (Debian 12), a CardDAV service that people run at home, called as a WSGI function.
# Guess: a service gives back the card that was put there; "201 Created" with a strong ETag promises just that.
# Seen: it writes each card anew. Of two nicknames the first is left; of a place (geo: URI) the latitude; of an OpenPGP
# key in a data: URI the media type, not one byte of the key. A place of vCard 3.0 gets a backslash. Read back what was
# stored, and keep the card that was meant; one NICKNAME a line, and KEY as a web address, come back whole.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq python3-radicale=3.1.8-2 python3-vobject=0.9.6.1-2 python3-dateutil=2.8.2-2 python3-six=1.16.0-4 \
  python3-defusedxml=0.7.1-2 python3-passlib=1.7.4-3 python3-pkg-resources=66.1.1-1+deb12u2
for package in *.deb; do dpkg -x "$package" root; done
cat > run.py <<'PY'
import base64, io, sys
from radicale import Application, config
settings = config.load()
settings.update({'storage': {'filesystem_folder': 'stored'}, 'auth': {'type': 'none'}}, 'here', privileged=True)
service = Application(settings)

def ask(method, path, text=''):
    sent, answer = text.encode(), {}
    request = {'REQUEST_METHOD': method, 'PATH_INFO': path, 'wsgi.input': io.BytesIO(sent), 'wsgi.errors': sys.stderr}
    request |= {'CONTENT_LENGTH': str(len(sent)), 'CONTENT_TYPE': 'text/vcard', 'wsgi.url_scheme': 'http'}
    request |= {'SERVER_NAME': 'a.example', 'SERVER_PORT': '80', 'SERVER_PROTOCOL': 'HTTP/1.1'}
    request |= {'HTTP_AUTHORIZATION': 'Basic ' + base64.b64encode(b'jane:made-up').decode()}
    got = b''.join(service(request, lambda status, headers, *_: answer.update(status=status, headers=dict(headers))))
    return answer['status'], answer['headers'], got.decode()

ask('MKCOL', '/jane/book/', '<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop><resourcetype>'
    '<collection/><C:addressbook/></resourcetype></prop></set></mkcol>')
common = ['UID:jane', 'FN:Jane', 'N:Doe;Jane;;;']
for version, lines in (
    ('4.0', ['NICKNAME:Janie,JD', 'GEO:geo:52.5,13.4', 'KEY:data:application/pgp-keys;base64,bWFkZSB1cA==']),
    ('4.0', ['NICKNAME:Janie', 'NICKNAME:JD', 'KEY:https://a.example/jane.asc', 'CATEGORIES:Friends,Choir']),
    ('3.0', ['GEO:52.5;13.4', 'ORG:Acme;Research']),
):
    card = ['BEGIN:VCARD', f'VERSION:{version}', *common, *lines, 'END:VCARD', '']
    status, headers, _ = ask('PUT', '/jane/book/jane.vcf', '\r\n'.join(card))
    kept = ask('GET', '/jane/book/jane.vcf')[2].split('\r\n')
    print(f"{version}: {status}, strong ETag {headers['ETag'].startswith(chr(34))}")
    for line in lines:
        name = line.split(':')[0]
        now = [other for other in kept if other.startswith(name)]
        print(f'  {line}: {"as sent" if line in now else " ".join(now)}')
PY
PYTHONPATH=root/usr/lib/python3/dist-packages /usr/bin/python3 -S run.py 2> log.txt | tee seen.txt
diff seen.txt - <<'SEEN'
4.0: 201 Created, strong ETag True
  NICKNAME:Janie,JD: NICKNAME:Janie
  GEO:geo:52.5,13.4: GEO:geo:52.5
  KEY:data:application/pgp-keys;base64,bWFkZSB1cA==: KEY:data:application/pgp-keys\;base64
4.0: 201 Created, strong ETag True
  NICKNAME:Janie: as sent
  NICKNAME:JD: as sent
  KEY:https://a.example/jane.asc: as sent
  CATEGORIES:Friends,Choir: as sent
3.0: 201 Created, strong ETag True
  GEO:52.5;13.4: GEO:52.5\;13.4
  ORG:Acme;Research: as sent
SEEN
