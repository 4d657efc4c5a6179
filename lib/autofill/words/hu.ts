// Hungarian. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /elektron|posta|felhaszn|becen|azonos|jelsz|hirlev/,
  code: /kod/,
  page: /\b(vagy|nem|egy|meg|mar)\b/,
};

export const words = {
  email: /e ?mail ?cim|elektronikus (level|posta)|drotposta|villampost/,
  notMine: /targy\b/,
  username: /felhasznalo|becenev|azonosito|bejelentkezesi nev/,
  name: /teljes nev|^(az on )?nev(e|ed)?$|vezetek es keresztnev/,
  givenName: /keresztnev|utonev/,
  familyName: /vezeteknev|csaladnev/,
  other:
    /telefon|mobil|utca|(^|lakc|szallitasi |posta)cim\b|iranyitoszam|varos|orszag|cegnev|szulet|kereses|uzenet|kartya/,
  code: /(ellenorzo|megerosito|biztonsagi|belepesi|aktivalo|hitelesito|azonosito|igazolo)( ?kod)|egyszer ?hasznalatos|(adja meg|add meg|irja be|ird be) (\w+ )?kodo?t|^kod$|kodot/,
  notCode: /kupon|kedvezmeny|ajandek/,
  sent: /kuldt|kuldott|egyszer/,
  password: /jelszo|jelszav/,
  decoy: /hagyja (ezt )?uresen|ne toltse/,
  newsletter: /hirlevel|feliratkoz/,

  signup: /regisztr|letrehoz|csatlakoz|uj (felhasznalo|fiok)/,
  login: /bejelentkez|belep/,
  recover: /elfelejt|emlekeztet|helyreall/,
  otherwise: /mar van|van mar|nincs meg|meg nincs/,
  remember: /emlekez|megjegy|maradj|bejelentkezve/,
  terms: /feltetel|adatvedel|elfogad/,
  next: /tovabb|kovetkezo|folytat/,
  again: /megerosit|ismet|ujra/,
  old: /jelenlegi|regi\b/,
  fresh: /\buj jelszo|valassz/,
};
