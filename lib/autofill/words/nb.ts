// Norwegian. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /bruke|kallen|passord/;
export const codeHint = /kode/;

export const email = /\be ?post/;
export const notMine = /emne\b/;
export const username = /brukernavn|bruker ?id|kallenavn/;
export const name = /fullt navn|^(ditt )?navn$|fornavn og etternavn|for og etternavn/;
export const givenName = /fornavn/;
export const familyName = /etternavn/;
export const other =
  /mobilnummer|\bgate|\badresse(?!.*post)|postnummer|\bby\b|poststed|firma|fodsels|\bsok\b|melding|\bkort/;
export const code =
  /(bekreftelses|engangs|sikkerhets|verifiserings|innloggings|aktiverings|tilgangs|sms ?)kode|\bkoden? (fra|som|i|pa)\b|(skriv inn|angi|tast inn|oppgi|legg inn) (\w+ )?koden?\b|^(din )?koden?$|bekreft koden/;
export const notCode = /rabatt|gavekort/;
export const sent = /sendt|engangs/;
export const password = /passord/;
export const decoy = /la (dette )?(feltet )?sta tomt|ikke fyll/;
export const newsletter = /nyhetsbrev/;

export const signup = /opprett|registrer|bli medlem|ny bruker|lag konto|meld deg inn|ny konto|ny kunde/;
export const login = /logg (meg )?(inn|pa)|innlogging|palogging/;
export const recover = /glemt/;
export const otherwise = /allerede|ikke konto|har du ikke/;
export const remember = /husk meg|hold meg|forbli/;
export const terms = /vilkar|personvern|godta/;
export const next = /neste|fortsett|ga videre|videre/;
export const again = /gjenta|bekreft|pa nytt|igjen/;
export const old = /navaerende|gammelt/;
export const fresh = /\bnytt|velg|\blag\b/;
