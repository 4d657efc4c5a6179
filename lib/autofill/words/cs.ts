// Czech. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /elektron|uzivat|prezdiv|prihlas|jmeno|heslo|odber/;
export const codeHint = /\bkod/;

export const email = /elektronicka (posta|adresa)|elektronicke posty|e ?mailov|mailova adresa/;
export const notMine = /predmet/;
export const username = /uzivatel|prezdivk|prihlasovaci (jmeno|udaj)/;
export const name = /cele jmeno|jmeno a prijmeni|vase jmeno/;
export const givenName = /krestni|^jmeno$/;
export const familyName = /prijmeni/;
export const other =
  /telefon|mobil|\bulice|\badresa(?!.*(mail|posty))|\bpsc\b|mesto|\bstat\b|firma|narozen|hledat|zprava|\bkart/;
export const code =
  /(overovaci|jednorazov\w+|potvrzovaci|bezpecnostni|autorizacni|prihlasovaci|aktivacni|pristupovy) kod|(zadejte|vlozte|opiste) (\w+ )?kod\b|\bkod (z|ze|zaslany|pro)\b|^kod$/;
export const notCode = /slevov|darkov/;
export const sent = /zaslan|poslal|odeslan|jednoraz/;
export const password = /heslo/;
export const decoy = /nevyplnujte|ponechte prazdn|nechte prazdn/;
export const newsletter = /odber|novink/;

export const signup = /registr|zaloz|vytvor/;
export const login = /prihla/;
export const recover = /zapomen|zapomn|obnov/;
export const otherwise = /jiz mate|mate jiz|uz mate|nemate/;
export const remember = /pamatovat|pamatuj|zustat|neodhlas/;
export const terms = /podmink|souhlas|ochran/;
export const next = /dalsi|pokracov/;
export const again = /potvrd|znovu|zopak|opak|kontrola hesla/;
export const old = /stavajici|soucasn|puvodni|stare/;
export const fresh = /nove heslo|zvol|vytvor/;
