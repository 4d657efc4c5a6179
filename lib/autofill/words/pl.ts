// Polish. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /poczt|uzytk|identyf|pseudon|haslo/;
export const codeHint = /\bkod/;

export const email = /poczt[aye]\b|adres (e ?mail|mail)/;
export const notMine = /temat\b/;
export const username = /uzytkownik|identyfikator|pseudonim/;
export const name = /imie i|imie nazwisko|pelne imie/;
export const givenName = /^(twoje )?imie$/;
export const familyName = /nazwisko/;
export const other =
  /telefon|komork|ulica|\badres\b(?!.*(mail|poczt))|kod pocztowy|miasto|miejscowosc|\bkraj\b|firma|urodz|szukaj|wiadomosc|\bkart/;
export const phone = /telefon|komork/;
export const code =
  /kod (\w+ )?(weryf|potwier|jednoraz|bezpiecz|dostep|aktywac|autoryz|sms|z e ?mail|z wiadom|logowan)|jednorazow\w+ (kod|haslo)|(wpisz|podaj|wprowadz) (\w+ )?kod\b|^kod$/;
export const notCode = /pocztow|rabat|promoc/;
export const sent = /wysla|jednoraz|otrzyman/;
export const password = /haslo/;
export const decoy = /pozostaw puste|nie wypelnia/;
export const newsletter = /zapisz sie do/;

export const signup = /rejestr|(zaloz|utworz) konto|nowe konto|zapisz sie|dolacz/;
export const login = /zaloguj|logowan/;
export const recover = /zapomn|przypom|odzysk|zresetuj/;
export const otherwise = /masz juz|nie masz|juz masz/;
export const remember = /zapamiet|pamietaj|nie wylogo/;
export const terms = /regulamin|akcept|zgod|warunk|prywatn/;
export const next = /dalej|kontynuuj|nastepn/;
export const again = /powtorz|potwierdz|ponownie/;
export const old = /obecn|aktualn|stare/;
export const fresh = /now[ey]|wybierz|utworz/;
