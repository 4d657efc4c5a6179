// Dutch. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /gebruik|inlog|schuil|wachtw|nieuwsb|elektronis/,
  page: /vul |eenmal|\w{4}code\b|\b(het|een|uw|je|van|voor|niet)\b/,
};

export const words = {
  email: /mailadres|elektronisch\w* (post|adres)/,
  notMine: /onderwerp|vriend/,
  username: /gebruiker|inlognaam|schuilnaam|accountnaam/,
  name: /volledige naam|^(je |uw )?naam$/,
  givenName: /voornaam/,
  familyName: /achternaam|familienaam/,
  other: /telefoon|straat|postcode|\bstad\b|plaats|bedrijf|geboorte|zoek|bericht|kaart|mobiel/,
  phone: /telefoon/,
  code: /(verificatie|bevestigings|beveiligings|toegangs|controle|activatie|inlog|eenmalige) ?code|(voer|vul) (de|je|uw) code|code (uit|in de|per)|^(de )?code$/,
  notCode: /korting|cadeau/,
  sent: /verzonden|gestuurd|ontvangen|eenmalig/,
  password: /wachtwoord/,
  decoy: /laat (dit )?(veld )?leeg|niet invullen/,
  newsletter: /nieuwsbrief/,

  signup: /account aanm|aanmaken|inschrijv|registr|aanmelden als|nieuwe klant|word lid/,
  login: /inlogg|aanmelden$/,
  recover: /vergeten|herstel/,
  otherwise: /heb je al|al een|nog geen/,
  remember: /onthoud|ingelogd blij|aangemeld blij/,
  terms: /voorwaard|akkoord/,
  next: /volgende|doorgaan|verder|ga door/,
  again: /herhaal|bevestig|nogmaals|opnieuw/,
  old: /huidig|oude/,
  fresh: /nieuw|kies|maak/,
};
