#!/usr/bin/env bash
# keepassxc-cli 2.7.4 (Debian 12) merges two copies of a KeePass file; kdbxweb 2.1.1 (npm), of KeeWeb, the same two.
# Guess: KeePassXC writes into the file what was deleted and when, so its own merge heeds it.
# Seen: it does not: an entry that was deleted for good is made again ("missing"), whichever copy is merged into which,
# exit code 0; kdbxweb, by the same note in the same file, leaves it out. What was moved, into the bin too, stays so.
# An old log-in comes back with every merge. Leave it in the bin, or delete it in all copies before one merges.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq keepassxc=2.7.4+dfsg.1-2 libargon2-1=0~20171227-0.3+deb12u1 libbotan-2-19=2.19.3+dfsg-1+deb12u1 \
  libminizip1=1.1-8+deb12u1 libpcsclite1=1.9.9-2 libqrencode4=4.1.1-1 libusb-1.0-0=2:1.0.26-1 libzxcvbn0 libtspi1 \
  libqt5concurrent5=5.15.8+dfsg-11+deb12u3 libqt5core5a=5.15.8+dfsg-11+deb12u3 libqt5dbus5=5.15.8+dfsg-11+deb12u3 \
  libqt5gui5=5.15.8+dfsg-11+deb12u3 libqt5network5=5.15.8+dfsg-11+deb12u3 libqt5widgets5=5.15.8+dfsg-11+deb12u3 \
  libqt5svg5=5.15.8-3 libqt5x11extras5=5.15.8-2 libdouble-conversion3=3.2.1-1 libmd4c0=0.4.8-1 libicu72=72.1-3+deb12u1
for package in *.deb; do dpkg -x "$package" root; done
npm install --silent --no-audit --no-fund --prefix . kdbxweb@2.1.1
export PATH=$PWD/root/usr/bin:$PATH LD_LIBRARY_PATH=$(echo "$PWD"/root/usr/lib/*-linux-gnu) HOME=$PWD
keepass() { echo made-up | keepassxc-cli "$@" 2> log.txt; }
cat > make.mjs <<'JS'
import { writeFileSync } from 'node:fs';
import kdbxweb from 'kdbxweb';

const made = new Date(Date.UTC(2024, 0, 1));
const file = kdbxweb.Kdbx.create(new kdbxweb.Credentials(kdbxweb.ProtectedValue.fromString('made-up')), 'made up');
file.setVersion(3);
const [home, work] = [file.getDefaultGroup(), file.createGroup(file.getDefaultGroup(), 'Work')];
for (const title of ['kept', 'deleted', 'binned', 'moved']) {
  const entry = file.createEntry(home);
  entry.fields.set('Title', title);
  Object.assign(entry.times, { creationTime: made, lastModTime: made, locationChanged: made });
}
Object.assign(work.times, { creationTime: made, lastModTime: made, locationChanged: made });
writeFileSync('old.kdbx', Buffer.from(await file.save()));
JS
node make.mjs
cp old.kdbx new.kdbx
keepass rm -q new.kdbx deleted
keepass rm -q new.kdbx 'Recycle Bin/deleted'
keepass rm -q new.kdbx binned
keepass mv -q new.kdbx moved Work > log.txt
entries() { keepass ls -q -R -f "$1" | grep -v '/$' | sort | paste -sd' '; }
cat > merge.mjs <<'JS'
import { readFileSync } from 'node:fs';
import kdbxweb from 'kdbxweb';

const { Credentials, Kdbx, ProtectedValue } = kdbxweb;
const load = (name) =>
  Kdbx.load(new Uint8Array(readFileSync(name)).buffer, new Credentials(ProtectedValue.fromString('made-up')));
const show = (group, path = '') => [
  ...group.entries.map(({ fields }) => path + fields.get('Title')),
  ...group.groups.flatMap((inner) => show(inner, `${inner.name}/`)),
];
const [, , into, from] = process.argv;
const file = await load(into);
file.merge(await load(from));
console.log(show(file.getDefaultGroup()).sort().join(' '));
JS
export LC_ALL=C.UTF-8
{
  echo "new copy: $(entries new.kdbx)"
  for both in 'old new' 'new old'; do
    read -r into from <<< "$both"
    cp $into.kdbx merged.kdbx
    keepass merge -q -s merged.kdbx $from.kdbx && code=$? || code=$?
    echo "KeePassXC, $from into $into: exit code $code, $(entries merged.kdbx)"
    echo "kdbxweb, $from into $into: $(node merge.mjs $into.kdbx $from.kdbx)"
  done
} | tee seen.txt
diff seen.txt - <<'SEEN'
new copy: Recycle Bin/binned Work/moved kept
KeePassXC, new into old: exit code 0, Recycle Bin/binned Work/moved deleted kept
kdbxweb, new into old: Recycle Bin/binned Work/moved kept
KeePassXC, old into new: exit code 0, Recycle Bin/binned Work/moved deleted kept
kdbxweb, old into new: Recycle Bin/binned Work/moved kept
SEEN
