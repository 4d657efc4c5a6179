#!/usr/bin/env bash
# pykeepass 4.0.3 (Debian 12) edits a copy of a KeePass file; kdbxweb 2.1.1 (npm), of KeeWeb, merges it with the other.
# Guess: a password that was set, and an entry that was deleted or moved, carry the time of it, which merging needs.
# Seen: none does. Merged into the original, the new password is dropped for the old one without a word and without a
# history item, the moved entry is back, and the deleted one comes back from either side. After pykeepass call
# `touch(modify=True)`; with that the new password wins. Nobody can merge what has no time.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq python3-pykeepass=4.0.3-1 python3-argon2=21.1.0-2 libargon2-1=0~20171227-0.3+deb12u1 \
  python3-cffi-backend=1.15.1-5+b1 python3-construct=2.10.68+dfsg1-2 python3-dateutil=2.8.2-2 python3-future=0.18.2-6 \
  python3-lxml=4.9.2-1+deb12u1 libxml2=2.9.14+dfsg-1.3~deb12u6 libxslt1.1=1.1.35-1+deb12u3 libicu72=72.1-3+deb12u1 \
  libgcrypt20=1.10.1-3+deb12u1 python3-pycryptodome=3.11.0+dfsg1-4 python3-six=1.16.0-4
for package in *.deb; do dpkg -x "$package" root; done
npm install --silent --no-audit --no-fund --prefix . kdbxweb@2.1.1 hash-wasm@4.13.0
cat > edit.py <<'PY'
import datetime, shutil, pykeepass
made = pykeepass.create_database('original.kdbx', password='made-up')
made.add_group(made.root_group, 'Work')
for title in ('changed', 'touched', 'deleted', 'moved'):
    entry = made.add_entry(made.root_group, title, 'jane', 'old')
    entry.ctime = entry.mtime = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone.utc)
made.save()
shutil.copy('original.kdbx', 'edited.kdbx')
edited = pykeepass.PyKeePass('edited.kdbx', password='made-up')
find = lambda title: edited.find_entries(title=title, first=True)
find('changed').password = 'new'
find('touched').password = 'new'
find('touched').touch(modify=True)
edited.delete_entry(find('deleted'))
edited.move_entry(find('moved'), edited.find_groups(name='Work', first=True))
edited.save()
PY
LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu) PYTHONPATH=root/usr/lib/python3/dist-packages \
  /usr/bin/python3 -S edit.py
cat > merge.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { argon2d } from 'hash-wasm';
import kdbxweb from 'kdbxweb';

const { Credentials, CryptoEngine, Kdbx, ProtectedValue } = kdbxweb;
CryptoEngine.setArgon2Impl(async (password, salt, memorySize, iterations, hashLength, parallelism) => {
  const cost = { memorySize, iterations, hashLength, parallelism, outputType: 'binary' };
  return (await argon2d({ password: new Uint8Array(password), salt: new Uint8Array(salt), ...cost })).buffer;
});
const load = (name) =>
  Kdbx.load(new Uint8Array(readFileSync(name)).buffer, new Credentials(ProtectedValue.fromString('made-up')));
const text = (value) => (value instanceof ProtectedValue ? value.getText() : value);
// An entry, its password, and how many former states it keeps.
const show = (group, path = '') => [
  ...group.entries.map(
    ({ fields, history }) => `${path}${fields.get('Title')} ${text(fields.get('Password'))} [${history.length}]`,
  ),
  ...group.groups.flatMap((inner) => show(inner, `${inner.name}/`)),
];
const print = (what, file) => console.log(`${what}: ${show(file.getDefaultGroup()).sort().join(', ')}`);
print('edited', await load('edited.kdbx'));
for (const [into, from] of [['original', 'edited'], ['edited', 'original']]) {
  const file = await load(`${into}.kdbx`);
  file.merge(await load(`${from}.kdbx`));
  print(`${from} into ${into}`, file);
}
JS
node merge.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
edited: Work/moved old [0], changed new [0], touched new [0]
edited into original: changed old [0], deleted old [0], moved old [0], touched new [1]
original into edited: Work/moved old [0], changed new [0], deleted old [0], touched new [1]
SEEN
