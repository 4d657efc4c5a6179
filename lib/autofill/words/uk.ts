// Ukrainian. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /пошт|електрон|ел адрес|логін|користув|псевдон|облік|розсил|нік/;
export const codeHint = /код|одноразов/;

export const email = /пошт(?!ов)|поштов\S+ скриньк|імеил|електронн\S+ адрес|ел адрес/;
export const notMine = /^тема/;
export const username = /користувач|логін|нікнеим|псевдонім|обліков|(^| )нік( |$)/;
export const name = /повне ім|прізвище та ім|ім.?я та прізвищ|(^| )піб( |$)/;
export const givenName = /^(ваше )?ім.?я$/;
export const familyName = /прізвищ/;
export const other =
  /телефон|мобільн|вулиц|місто|(^| )адреса(?! (ел|пошт|e ?mail))|індекс|країн|компані|народж|пошук|повідомл|картк/;
export const phone = /телефон|мобільн/;
export const code =
  /код (\S+ )?(підтв|із|з |доступ|безпек|активац|перевір|авториз|смс)|(перевірочн|одноразов|захисн)\S+ (код|пароль)|введіть (\S+ )?код/;
export const notCode = /поштов|знижк/;
export const sent = /надісла|відправ|одноразов/;
export const password = /парол/;
export const decoy = /не заповн|залиште порож/;
export const newsletter = /розсил/;

export const signup = /реєстр|створ|приєдна/;
export const login = /увіит|вхід|входу/;
export const recover = /забул|забут|віднов|скину/;
export const otherwise = /вже|немає|ще не/;
export const remember = /запам|залиш/;
export const terms = /умов|погодж|згод|конфіденц/;
export const next = /далі|продовж/;
export const again = /повтор|підтверд|ще раз/;
export const old = /поточн|стар/;
export const fresh = /нов|придум|оберіть|створ/;
