// Danish. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /bruger|adgang|kodeord|kalden|nyhedsb/,
  code: /kode/,
  page: /\b(og|dit|eller|ikke|har)\b/,
};

export const words = {
  email: /mailadresse|^mail/,
  notMine: /emne\b/,
  username: /brugernavn|bruger ?id|kaldenavn/,
  name: /fulde navn|^(dit )?navn$|for og efternavn/,
  givenName: /fornavn/,
  familyName: /efternavn/,
  other: /mobilnummer|\bvej\b|\badresse(?!.*(mail|post))|postnummer|\bby\b|virksomhed|fodsels|\bsog\b|besked|\bkort/,
  code: /(bekraeftelses|engangs|sikkerheds|verifikations|verificerings|login|aktiverings|sms ?)kode|(indtast|angiv|skriv) (\w+ )?koden?\b|\bkoden (fra|som|i|vi)\b/,
  notCode: /rabat|gavekort/,
  sent: /sendt|engangs/,
  password: /adgangskode|kodeord|adgangsord/,
  decoy: /lad (dette )?(felt )?(vaere|sta) tomt|udfyld ikke/,
  newsletter: /nyhedsbrev/,

  signup: /opret|registrer|bliv medlem|tilmeld|ny bruger|ny konto|ny kunde/,
  login: /log ?ind|log pa/,
  recover: /glemt/,
  otherwise: /allerede|har du ikke|ingen konto/,
  remember: /husk mig|forbliv/,
  terms: /vilkar|betingelser|privatliv/,
  next: /naeste|fortsaet|videre/,
  again: /gentag|bekraeft|igen\b/,
  old: /nuvaerende|gammel/,
  fresh: /\bny(t)? |vaelg/,
};
