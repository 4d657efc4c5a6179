#!/usr/bin/env bash
# srs.js 0.1.0 and sender-rewriting-scheme 1.0.0 (npm) rewrite senders of forwarded mail (SRS), so that bounces find the
# way back; beside them Mail::SRS 0.31 (Debian 12), by the authors of the scheme.
# Guess: a hash in an address survives servers that write addresses in small letters; each separator that is offered
# works for a second forwarder as for the first.
# Seen: the two of npm know `SRS0` in capitals only: small letters are "no SRS address" (null), and the bounce is lost;
# Mail::SRS takes them. With the separator + or - they cannot read their own address of a second forwarder (SRS1).
# Use =, and put `srs0` and the two letters of the day back into capitals before asking.
set -euo pipefail
cd "$(mktemp -d)" && chmod 755 .
apt-get download -qq libmail-srs-perl=0.31-9 libdigest-hmac-perl=1.04+dfsg-2
for package in *.deb; do dpkg -x "$package" root; done
npm install --silent --no-audit --no-fund --prefix . srs.js@0.1.0 sender-rewriting-scheme@1.0.0
cat > run.mjs <<'JS'
import { execFileSync } from 'node:child_process';
import { SRS as Scheme } from 'sender-rewriting-scheme';
import Rewriter from 'srs.js';

const perl = (separator, way, ...addresses) =>
  execFileSync(
    'perl',
    ['-Iroot/usr/share/perl5', '-MMail::SRS', '-e']
      .concat(`print Mail::SRS->new(Secret => 'made-up', Separator => '${separator}')->${way}(@ARGV)`)
      .concat(addresses),
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
// Of each: an address at one's own domain, for a sender elsewhere, and back.
const tools = {
  'srs.js': (separator) => {
    const rewriter = new Rewriter({ secret: 'made-up', separator });
    const forward = (address, own) => `${rewriter.rewrite(...address.split('@'))}@${own}`;
    return { forward, back: (address) => rewriter.reverse(address.split('@')[0])?.join('@') ?? null };
  },
  'sender-rewriting-scheme': (separator) => {
    const scheme = new Scheme({ secret: 'made-up', separator });
    return { forward: (address, own) => scheme.forward(address, own), back: (address) => scheme.reverse(address) };
  },
  'Mail::SRS': (separator) => ({
    forward: (address, own) => perl(separator, 'forward', address, own),
    back: (address) => perl(separator, 'reverse', address),
  }),
};
const tell = (act) => {
  try {
    return String(act());
  } catch {
    return 'refused';
  }
};
for (const [name, tool] of Object.entries(tools)) {
  const { forward, back } = tool('=');
  const once = forward('jane@a.example', 'first.example');
  console.log(`${name}: as sent ${back(once)}, in small letters ${back(once.toLowerCase())}`);
  for (const separator of '=+-') {
    const { forward, back } = tool(separator);
    const twice = forward(forward('jane@a.example', 'first.example'), 'second.example');
    console.log(`  second forwarder, ${separator}: ${tell(() => back(back(twice)))}`);
  }
}
JS
node run.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
srs.js: as sent jane@a.example, in small letters null
  second forwarder, =: jane@a.example
  second forwarder, +: refused
  second forwarder, -: refused
sender-rewriting-scheme: as sent jane@a.example, in small letters null
  second forwarder, =: jane@a.example
  second forwarder, +: refused
  second forwarder, -: refused
Mail::SRS: as sent jane@a.example, in small letters jane@a.example
  second forwarder, =: jane@a.example
  second forwarder, +: jane@a.example
  second forwarder, -: jane@a.example
SEEN
