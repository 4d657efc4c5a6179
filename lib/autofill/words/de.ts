// German. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /nutz|anmelde|mitglied|kunde|kennung|kennwort|abonn|kontoname/;
export const codeHint = /\btan\b/;

export const email = /mailadresse|elektronische (post|adresse)/;
export const notMine = /betreff|freund|empfang/;
export const username =
  /benutz|nutzer(name|kennung|id)|anmeldename|mitgliedsname|zugangskennung|kennung|spitzname|kontoname/;
export const name = /^(vor und nach|ihr |mein |dein |vollstandiger )?name/;
export const givenName = /vorname/;
export const familyName = /nachname|familienname/;
export const other =
  /telefon|strasse|\bplz\b|postleit|\bort\b|stadt|\bland\b|firma|geburt|suche|gutschein|nachricht|anschrift|karte/;
export const phone = /telefon|rufnummer/;
export const code =
  /(einmal|bestatigungs|sicherheits|verifizierungs|zugangs|pruf|freischalt|aktivierungs|anmelde) ?(code|pin|kennwort|passwort)|\btan\b|code (eingeben|aus|per)/;
export const notCode = /bild/;
export const sent = /einmal|per (e ?mail|sms)|zugesandt|gesendet|geschickt/;
export const password = /kennwort/;
export const decoy = /nicht ausfull|leer lassen|freilassen/;
export const newsletter = /abonn|rundbrief/;

export const signup = /konto (erst|anleg|eroff)|neue?s? ?(konto|kunde)|mitglied werden|registr|jetzt anlegen/;
export const login = /anmeld|einlogg/;
export const recover = /vergess|zurucksetz/;
export const otherwise = /schon |bereits|noch kein|neu hier/;
export const remember = /(angemeldet|eingeloggt) bl|merken/;
export const terms = /agb|nutzungsb|datensch|bedingung/;
export const next = /weiter|fortfahren/;
export const again = /wiederhol|bestatig/;
export const old = /altes|aktuelle|bisherige/;
export const fresh = /neue?s?\b|wahlen|festlegen/;
