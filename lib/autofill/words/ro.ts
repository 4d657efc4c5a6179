// Romanian. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /posta|utilizat|porecla|parol|abon/;
export const codeHint = /\bcod/;

export const email = /posta electron|adresa (ta |dvs )?(de )?(e ?mail|mail|electro)/;
export const notMine = /subiect|prieten/;
export const username = /utilizator|porecla/;
export const name = /nume complet|numele complet|nume si prenume|^numele (tau|dvs)/;
export const givenName = /prenume/;
export const familyName = /^nume( de familie)?$/;
export const other =
  /telefon|mobil|strada|\badresa(?! (ta |dvs )?(de )?(e ?mail|mail|electro))|cod postal|oras|judet|\btara\b|firma|nastere|cauta|mesaj|\bcard/;
export const code =
  /cod(ul)? (\w+ )?(de )?(verific|confirm|secur|acces|activ|valid|autentif|unica|sms|primit|trimis)|(introdu\w*|introduceti|scrie) codul|^codul?$/;
export const notCode = /reducere|postal/;
export const sent = /trimis|primit|unica/;
export const password = /parola|parolei/;
export const decoy = /lasati (acest )?(camp )?gol|nu completa/;
export const newsletter = /abon[ae]|buletin/;

export const signup = /inregistr|cre(eaza|are|ati)\b.{0,8} cont|cont nou|inscri/;
export const login = /autentific|conect|intra in cont|logare/;
export const recover = /uitat|reset|recuper/;
export const otherwise = /ai deja|aveti deja|nu ai|nu aveti/;
export const remember = /tine ma|tine minte|pastreaza|aminte/;
export const terms = /termeni|conditii|confiden|accept/;
export const next = /continua|inainte|urmator/;
export const again = /confirm|repeta|din nou/;
export const old = /actuala|curenta|veche/;
export const fresh = /\bnoua|alege/;
