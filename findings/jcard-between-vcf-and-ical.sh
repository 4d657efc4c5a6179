#!/usr/bin/env bash
# vcf 2.1.2 and ical.js 2.2.1 (npm), the two libraries that read and write contacts as JSON (jCard, RFC 7095).
# Guess: jCard is the neutral form: what one makes of a card the other writes out again, nothing lost.
# Seen: vcf puts vCard's escapes into the JSON, so they are there twice in the end, two groups become one with a comma
# in its name, and `X-SOCIALPROFILE` turns into `XSOCIALPROFILE`. The other way only the first of two nicknames or
# groups is left, and line ends are gone. So exchange the card itself, not what one of them makes of it.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --prefix . vcf@2.1.2 ical.js@2.2.1
cat > run.mjs <<'JS'
import ICAL from 'ical.js';
import VCard from 'vcf';

const lines = ['FN:Jane Doe\\, Jr.', 'NICKNAME:Janie,JD', 'CATEGORIES:Friends,Choir', 'NOTE:tea\\nno milk'];
lines.push('X-SOCIALPROFILE:https://m.example/@jane');
const card = ['BEGIN:VCARD', 'VERSION:4.0', ...lines, 'END:VCARD', ''].join('\r\n');
const print = (what, text) => {
  for (const line of text.split('\r\n').filter((line) => /^(FN|NICK|CAT|NOTE|X)/.test(line)))
    console.log(`${what}: ${JSON.stringify(line)}`);
};
print('vcf to ical.js', ICAL.stringify(new VCard().parse(card).toJCard()));
print('ical.js to vcf', VCard.fromJSON(ICAL.parse(card)).toString('4.0'));
JS
node run.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
vcf to ical.js: "FN:Jane Doe\\\\\\, Jr."
vcf to ical.js: "NICKNAME:Janie\\,JD"
vcf to ical.js: "CATEGORIES:Friends\\,Choir"
vcf to ical.js: "NOTE:tea\\\\nno milk"
vcf to ical.js: "XSOCIALPROFILE;VALUE=TEXT:https://m.example/@jane"
ical.js to vcf: "FN:Jane Doe, Jr."
ical.js to vcf: "NICKNAME:Janie"
ical.js to vcf: "CATEGORIES:Friends"
ical.js to vcf: "NOTE:teano milk"
ical.js to vcf: "X-SOCIALPROFILE;VALUE=unknown:https://m.example/@jane"
SEEN
