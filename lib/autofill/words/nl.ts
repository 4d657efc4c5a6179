// Dutch. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /gebruik|inlog|schuil|wachtw|nieuwsb|elektronis/;

export const email = /mailadres|elektronisch\w* (post|adres)/;
export const notMine = /onderwerp|vriend/;
export const username = /gebruiker|inlognaam|schuilnaam|accountnaam/;
export const name = /volledige naam|^(je |uw )?naam$/;
export const givenName = /voornaam/;
export const familyName = /achternaam|familienaam/;
export const other = /telefoon|straat|postcode|\bstad\b|plaats|bedrijf|geboorte|zoek|bericht|kaart|mobiel/;
export const phone = /telefoon/;
export const code =
  /(verificatie|bevestigings|beveiligings|toegangs|controle|activatie|inlog|eenmalige) ?code|(voer|vul) (de|je|uw) code|code (uit|in de|per)|^(de )?code$/;
export const notCode = /korting|cadeau/;
export const sent = /verzonden|gestuurd|ontvangen|eenmalig/;
export const password = /wachtwoord/;
export const decoy = /laat (dit )?(veld )?leeg|niet invullen/;
export const newsletter = /nieuwsbrief/;

export const signup = /account aanm|aanmaken|inschrijv|registr|aanmelden als|nieuwe klant|word lid/;
export const login = /inlogg|aanmelden$/;
export const recover = /vergeten|herstel/;
export const otherwise = /heb je al|al een|nog geen/;
export const remember = /onthoud|ingelogd blij|aangemeld blij/;
export const terms = /voorwaard|akkoord/;
export const next = /volgende|doorgaan|verder|ga door/;
export const again = /herhaal|bevestig|nogmaals|opnieuw/;
export const old = /huidig|oude/;
export const fresh = /nieuw|kies|maak/;
