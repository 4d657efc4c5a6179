// Norwegian. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /bruke|kallen|passord/,
  code: /kode/,
  page: /\b(og|ditt|eller|ikke|har)\b/,
};

export const words = {
  email: /\be ?post/,
  notMine: /emne\b/,
  username: /brukernavn|bruker ?id|kallenavn/,
  name: /fullt navn|^(ditt )?navn$|fornavn og etternavn|for og etternavn/,
  givenName: /fornavn/,
  familyName: /etternavn/,
  other: /mobilnummer|\bgate|\badresse(?!.*post)|postnummer|\bby\b|poststed|firma|fodsels|\bsok\b|melding|\bkort/,
  code: /(bekreftelses|engangs|sikkerhets|verifiserings|innloggings|aktiverings|tilgangs|sms ?)kode|\bkoden? (fra|som|i|pa)\b|(skriv inn|angi|tast inn|oppgi|legg inn) (\w+ )?koden?\b|^(din )?koden?$|bekreft koden/,
  notCode: /rabatt|gavekort/,
  sent: /sendt|engangs/,
  password: /passord/,
  decoy: /la (dette )?(feltet )?sta tomt|ikke fyll/,
  newsletter: /nyhetsbrev/,

  signup: /opprett|registrer|bli medlem|ny bruker|lag konto|meld deg inn|ny konto|ny kunde/,
  login: /logg (meg )?(inn|pa)|innlogging|palogging/,
  recover: /glemt/,
  otherwise: /allerede|ikke konto|har du ikke/,
  remember: /husk meg|hold meg|forbli/,
  terms: /vilkar|personvern|godta/,
  next: /neste|fortsett|ga videre|videre/,
  again: /gjenta|bekreft|pa nytt|igjen/,
  old: /navaerende|gammelt/,
  fresh: /\bnytt|velg|\blag\b/,
};
