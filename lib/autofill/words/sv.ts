// Swedish. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /\be ?post|\bmejl|anvand|smekn|losen|nyhetsb/,
  code: /kod/,
  page: /\b(och|ditt|eller|har|att|inte)\b/,
};

export const words = {
  email: /\be ?post|\bmejl|mailadress/,
  notMine: /amne\b|vans\b/,
  username: /anvandar|smeknamn|inloggningsnamn/,
  name: /for och efternamn|fullstandigt namn|^(ditt )?namn$|hela namn/,
  givenName: /fornamn/,
  familyName: /efternamn/,
  other:
    /mobilnummer|\bgata|\badress(?!.*post)|postnummer|\bort\b|\bstad\b|foretag|fodelse|personnummer|\bsok\b|meddelande|\bkort/,
  code: /(verifierings|engangs|sakerhets|bekraftelse|inloggnings|aktiverings|valideri?ngs|kontroll|sms ?)kod|\bkod(en)? (fran|som|i|via)\b|(ange|skriv in|fyll i) (\w+ )?koden?\b|^(din )?kod(en)?$/,
  notCode: /rabatt|presentkort|post ?kod/,
  sent: /skickat|skickade|engangs/,
  password: /losenord/,
  decoy: /lamna (detta )?(falt )?tomt|fyll inte i/,
  newsletter: /nyhetsbrev|prenumerera/,

  signup: /skapa|registrera|bli medlem|nytt konto|ga med|ny kund/,
  login: /logga in|inloggning/,
  recover: /glomt/,
  otherwise: /redan|har du inte|inget konto|ny har/,
  remember: /kom ihag|hall mig|forbli/,
  terms: /villkor|integritet|godkann/,
  next: /nasta|fortsatt|ga vidare/,
  again: /upprepa|bekrafta|igen\b/,
  old: /nuvarande|gammal/,
  fresh: /\bnytt|valj|skapa/,
};
