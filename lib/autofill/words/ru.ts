// Russian. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /почт|меил|мыло|электрон|эл адрес|логин|пользоват|ник|псевдон|учетн|парол|рассыл|подпис|юзер/;
export const codeHint = /код|одноразов/;

export const email = /почт(?!ов)|почтов\S+ ящик|[иэе] ?меил|мыло|электронн\S+ адрес|эл адрес/;
export const notMine = /^тема|друг/;
export const username = /логин|пользовател|никнеим|юзерне|псевдоним|(^| )ник( |$)|учетн/;
export const name = /фио|ф и о|полное имя|имя и фамил|^(ваше )?имя$/;
export const givenName = /^имя/;
export const familyName = /фамил/;
export const other =
  /телефон|мобильн|улица|город|(^| )адрес(?! (эл|почт|e ?mail))|индекс|страна|компани|рожден|поиск|сообщени|промокод|карт[аы]/;
export const phone = /телефон|мобильн/;
export const code =
  /код (\S+ )?(подтв|из|доступ|безопас|активац|провер|авториз|с |смс)|(проверочн|одноразов|секретн|защитн)\S+ (код|пароль)|введите (\S+ )?код|^код$/;
export const notCode = /почтов|промо|скидк|картинк/;
export const sent = /отправ|прислан|одноразов|смс|выслан|из письма/;
export const password = /парол/;
export const decoy = /не заполн|оставьте (это )?(поле )?пуст/;
export const newsletter = /рассыл|подпис/;

export const signup = /регистр|создать|создаи|присоедин/;
export const login = /вои?ти|вход|авториз/;
export const recover = /забыл|восстан|сброс/;
export const otherwise = /уже|нет аккаунт|еще не|впервые/;
export const remember = /запомн|чужои|не выходить/;
export const terms = /услов|соглас|политик|конфиденц/;
export const next = /далее|продолж|дальше/;
export const again = /повтор|подтверд|еще раз/;
export const old = /текущ|стар/;
export const fresh = /нов|придум/;
