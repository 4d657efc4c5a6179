// Danish. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /bruger|adgang|kodeord|kalden|nyhedsb/;
export const codeHint = /kode/;

export const email = /mailadresse|^mail/;
export const notMine = /emne\b/;
export const username = /brugernavn|bruger ?id|kaldenavn/;
export const name = /fulde navn|^(dit )?navn$|for og efternavn/;
export const givenName = /fornavn/;
export const familyName = /efternavn/;
export const other =
  /mobilnummer|\bvej\b|\badresse(?!.*(mail|post))|postnummer|\bby\b|virksomhed|fodsels|\bsog\b|besked|\bkort/;
export const code =
  /(bekraeftelses|engangs|sikkerheds|verifikations|verificerings|login|aktiverings|sms ?)kode|(indtast|angiv|skriv) (\w+ )?koden?\b|\bkoden (fra|som|i|vi)\b/;
export const notCode = /rabat|gavekort/;
export const sent = /sendt|engangs/;
export const password = /adgangskode|kodeord|adgangsord/;
export const decoy = /lad (dette )?(felt )?(vaere|sta) tomt|udfyld ikke/;
export const newsletter = /nyhedsbrev/;

export const signup = /opret|registrer|bliv medlem|tilmeld|ny bruger|ny konto|ny kunde/;
export const login = /log ?ind|log pa/;
export const recover = /glemt/;
export const otherwise = /allerede|har du ikke|ingen konto/;
export const remember = /husk mig|forbliv/;
export const terms = /vilkar|betingelser|privatliv/;
export const next = /naeste|fortsaet|videre/;
export const again = /gentag|bekraeft|igen\b/;
export const old = /nuvaerende|gammel/;
export const fresh = /\bny(t)? |vaelg/;
