// Czech. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /elektron|uzivat|prezdiv|prihlas|jmeno|heslo|odber/,
  code: /\bkod/,
  page: /\b(nebo|jste|pro|vase|jeste)\b/,
};

export const words = {
  email: /elektronicka (posta|adresa)|elektronicke posty|e ?mailov|mailova adresa/,
  notMine: /predmet/,
  username: /uzivatel|prezdivk|prihlasovaci (jmeno|udaj)/,
  name: /cele jmeno|jmeno a prijmeni|vase jmeno/,
  givenName: /krestni|^jmeno$/,
  familyName: /prijmeni/,
  other: /telefon|mobil|\bulice|\badresa(?!.*(mail|posty))|\bpsc\b|mesto|\bstat\b|firma|narozen|hledat|zprava|\bkart/,
  code: /(overovaci|jednorazov\w+|potvrzovaci|bezpecnostni|autorizacni|prihlasovaci|aktivacni|pristupovy) kod|(zadejte|vlozte|opiste) (\w+ )?kod\b|\bkod (z|ze|zaslany|pro)\b|^kod$/,
  notCode: /slevov|darkov/,
  sent: /zaslan|poslal|odeslan|jednoraz/,
  password: /heslo/,
  decoy: /nevyplnujte|ponechte prazdn|nechte prazdn/,
  newsletter: /odber|novink/,

  signup: /registr|zaloz|vytvor/,
  login: /prihla/,
  recover: /zapomen|zapomn|obnov/,
  otherwise: /jiz mate|mate jiz|uz mate|nemate/,
  remember: /pamatovat|pamatuj|zustat|neodhlas/,
  terms: /podmink|souhlas|ochran/,
  next: /dalsi|pokracov/,
  again: /potvrd|znovu|zopak|opak|kontrola hesla/,
  old: /stavajici|soucasn|puvodni|stare/,
  fresh: /nove heslo|zvol|vytvor/,
};
