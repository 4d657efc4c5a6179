// Hungarian. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /elektron|posta|felhaszn|becen|azonos|jelsz|hirlev/;
export const codeHint = /kod/;

export const email = /e ?mail ?cim|elektronikus (level|posta)|drotposta|villampost/;
export const notMine = /targy\b/;
export const username = /felhasznalo|becenev|azonosito|bejelentkezesi nev/;
export const name = /teljes nev|^(az on )?nev(e|ed)?$|vezetek es keresztnev/;
export const givenName = /keresztnev|utonev/;
export const familyName = /vezeteknev|csaladnev/;
export const other =
  /telefon|mobil|utca|(^|lakc|szallitasi |posta)cim\b|iranyitoszam|varos|orszag|cegnev|szulet|kereses|uzenet|kartya/;
export const code =
  /(ellenorzo|megerosito|biztonsagi|belepesi|aktivalo|hitelesito|azonosito|igazolo)( ?kod)|egyszer ?hasznalatos|(adja meg|add meg|irja be|ird be) (\w+ )?kodo?t|^kod$|kodot/;
export const notCode = /kupon|kedvezmeny|ajandek/;
export const sent = /kuldt|kuldott|egyszer/;
export const password = /jelszo|jelszav/;
export const decoy = /hagyja (ezt )?uresen|ne toltse/;
export const newsletter = /hirlevel|feliratkoz/;

export const signup = /regisztr|letrehoz|csatlakoz|uj (felhasznalo|fiok)/;
export const login = /bejelentkez|belep/;
export const recover = /elfelejt|emlekeztet|helyreall/;
export const otherwise = /mar van|van mar|nincs meg|meg nincs/;
export const remember = /emlekez|megjegy|maradj|bejelentkezve/;
export const terms = /feltetel|adatvedel|elfogad/;
export const next = /tovabb|kovetkezo|folytat/;
export const again = /megerosit|ismet|ujra/;
export const old = /jelenlegi|regi\b/;
export const fresh = /\buj jelszo|valassz/;
