#!/usr/bin/env bash
# vcards-js 2.11.1 (npm), which many sites use for "save contact", read back by vcard4 4.0.5 (npm).
# Guess: it escapes what vCard separates by, and a birthday is the day that was given.
# Seen: commas and line ends are escaped, semicolons are not: a firm "Acme; Sons" is read as a firm with a department.
# The birthday is written in the writer's time zone: midnight UTC is the day before, west of Greenwich.
set -euo pipefail
cd "$(mktemp -d)"
npm install --silent --no-audit --no-fund --prefix . vcards-js@2.11.1 vcard4@4.0.5
cat > run.mjs <<'JS'
import vCardsJS from 'vcards-js';
import * as vcard4 from 'vcard4';

const card = vCardsJS();
Object.assign(card, { version: '4.0', firstName: 'Jane', lastName: 'Doe, Jr.', organization: 'Acme; Sons, Ltd' });
Object.assign(card, { note: 'tea; no milk', birthday: new Date(Date.UTC(1980, 1, 3)) });
const text = card.getFormattedString();
for (const line of text.split(/\r?\n/)) if (/^(FN|ORG|NOTE|BDAY)/.test(line)) console.log(line);
const [firm] = vcard4.parse(text).getProperty('ORG');
console.log(`read back: ${JSON.stringify(firm.value)}`);
JS
TZ=America/Los_Angeles node run.mjs | tee seen.txt
diff seen.txt - <<'SEEN'
FN:Jane Doe\, Jr.
BDAY;VALUE=date-and-or-time:1980-02-02
ORG:Acme; Sons\, Ltd
NOTE:tea; no milk
read back: ["Acme"," Sons, Ltd"]
SEEN
