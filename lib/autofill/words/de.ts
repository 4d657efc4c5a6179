// German. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /nutz|anmelde|mitglied|kunde|kennung|kennwort|abonn|kontoname/,
  code: /\btan\b/,
  page: /passwort|eingeb|bestatig|\b(und|der|das|nicht|ihre?|dein|deine|sie)\b/,
};

export const words = {
  email: /mailadresse|elektronische (post|adresse)/,
  notMine: /betreff|freund|empfang/,
  username: /benutz|nutzer(name|kennung|id)|anmeldename|mitgliedsname|zugangskennung|kennung|spitzname|kontoname/,
  name: /^(vor und nach|ihr |mein |dein |vollstandiger )?name/,
  givenName: /vorname/,
  familyName: /nachname|familienname/,
  other:
    /telefon|strasse|\bplz\b|postleit|\bort\b|stadt|\bland\b|firma|geburt|suche|gutschein|nachricht|anschrift|karte/,
  phone: /telefon|rufnummer/,
  code: /(einmal|bestatigungs|sicherheits|verifizierungs|zugangs|pruf|freischalt|aktivierungs|anmelde) ?(code|pin|kennwort|passwort)|\btan\b|code (eingeben|aus|per)/,
  notCode: /bild/,
  sent: /einmal|per (e ?mail|sms)|zugesandt|gesendet|geschickt/,
  password: /kennwort/,
  decoy: /nicht ausfull|leer lassen|freilassen/,
  newsletter: /abonn|rundbrief/,

  signup: /konto (erst|anleg|eroff)|neue?s? ?(konto|kunde)|mitglied werden|registr|jetzt anlegen/,
  login: /anmeld|einlogg/,
  recover: /vergess|zurucksetz/,
  otherwise: /schon |bereits|noch kein|neu hier/,
  remember: /(angemeldet|eingeloggt) bl|merken/,
  terms: /agb|nutzungsb|datensch|bedingung/,
  next: /weiter|fortfahren/,
  again: /wiederhol|bestatig/,
  old: /altes|aktuelle|bisherige/,
  fresh: /neue?s?\b|wahlen|festlegen/,
};
