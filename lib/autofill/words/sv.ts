// Swedish. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /\be ?post|\bmejl|anvand|smekn|losen|nyhetsb/;
export const codeHint = /kod/;

export const email = /\be ?post|\bmejl|mailadress/;
export const notMine = /amne\b|vans\b/;
export const username = /anvandar|smeknamn|inloggningsnamn/;
export const name = /for och efternamn|fullstandigt namn|^(ditt )?namn$|hela namn/;
export const givenName = /fornamn/;
export const familyName = /efternamn/;
export const other =
  /mobilnummer|\bgata|\badress(?!.*post)|postnummer|\bort\b|\bstad\b|foretag|fodelse|personnummer|\bsok\b|meddelande|\bkort/;
export const code =
  /(verifierings|engangs|sakerhets|bekraftelse|inloggnings|aktiverings|valideri?ngs|kontroll|sms ?)kod|\bkod(en)? (fran|som|i|via)\b|(ange|skriv in|fyll i) (\w+ )?koden?\b|^(din )?kod(en)?$/;
export const notCode = /rabatt|presentkort|post ?kod/;
export const sent = /skickat|skickade|engangs/;
export const password = /losenord/;
export const decoy = /lamna (detta )?(falt )?tomt|fyll inte i/;
export const newsletter = /nyhetsbrev|prenumerera/;

export const signup = /skapa|registrera|bli medlem|nytt konto|ga med|ny kund/;
export const login = /logga in|inloggning/;
export const recover = /glomt/;
export const otherwise = /redan|har du inte|inget konto|ny har/;
export const remember = /kom ihag|hall mig|forbli/;
export const terms = /villkor|integritet|godkann/;
export const next = /nasta|fortsatt|ga vidare/;
export const again = /upprepa|bekrafta|igen\b/;
export const old = /nuvarande|gammal/;
export const fresh = /\bnytt|valj|skapa/;
