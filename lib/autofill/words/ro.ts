// Romanian. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /posta|utilizat|porecla|parol|abon/,
  code: /\bcod/,
  page: /\b(sau|si|este|pentru|cont)\b/,
};

export const words = {
  email: /posta electron|adresa (ta |dvs )?(de )?(e ?mail|mail|electro)/,
  notMine: /subiect|prieten/,
  username: /utilizator|porecla/,
  name: /nume complet|numele complet|nume si prenume|^numele (tau|dvs)/,
  givenName: /prenume/,
  familyName: /^nume( de familie)?$/,
  other:
    /telefon|mobil|strada|\badresa(?! (ta |dvs )?(de )?(e ?mail|mail|electro))|cod postal|oras|judet|\btara\b|firma|nastere|cauta|mesaj|\bcard/,
  code: /cod(ul)? (\w+ )?(de )?(verific|confirm|secur|acces|activ|valid|autentif|unica|sms|primit|trimis)|(introdu\w*|introduceti|scrie) codul|^codul?$/,
  notCode: /reducere|postal/,
  sent: /trimis|primit|unica/,
  password: /parola|parolei/,
  decoy: /lasati (acest )?(camp )?gol|nu completa/,
  newsletter: /abon[ae]|buletin/,

  signup: /inregistr|cre(eaza|are|ati)\b.{0,8} cont|cont nou|inscri/,
  login: /autentific|conect|intra in cont|logare/,
  recover: /uitat|reset|recuper/,
  otherwise: /ai deja|aveti deja|nu ai|nu aveti/,
  remember: /tine ma|tine minte|pastreaza|aminte/,
  terms: /termeni|conditii|confiden|accept/,
  next: /continua|inainte|urmator/,
  again: /confirm|repeta|din nou/,
  old: /actuala|curenta|veche/,
  fresh: /\bnoua|alege/,
};
