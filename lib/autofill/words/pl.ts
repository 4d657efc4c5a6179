// Polish. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /poczt|uzytk|identyf|pseudon|haslo/,
  code: /\bkod/,
  page: /\b(lub|nie|dla|jest|twoj)\b/,
};

export const words = {
  email: /poczt[aye]\b|adres (e ?mail|mail)/,
  notMine: /temat\b/,
  username: /uzytkownik|identyfikator|pseudonim/,
  name: /imie i|imie nazwisko|pelne imie/,
  givenName: /^(twoje )?imie$/,
  familyName: /nazwisko/,
  other:
    /telefon|komork|ulica|\badres\b(?!.*(mail|poczt))|kod pocztowy|miasto|miejscowosc|\bkraj\b|firma|urodz|szukaj|wiadomosc|\bkart/,
  phone: /telefon|komork/,
  code: /kod (\w+ )?(weryf|potwier|jednoraz|bezpiecz|dostep|aktywac|autoryz|sms|z e ?mail|z wiadom|logowan)|jednorazow\w+ (kod|haslo)|(wpisz|podaj|wprowadz) (\w+ )?kod\b|^kod$/,
  notCode: /pocztow|rabat|promoc/,
  sent: /wysla|jednoraz|otrzyman/,
  password: /haslo/,
  decoy: /pozostaw puste|nie wypelnia/,
  newsletter: /zapisz sie do/,

  signup: /rejestr|(zaloz|utworz) konto|nowe konto|zapisz sie|dolacz/,
  login: /zaloguj|logowan/,
  recover: /zapomn|przypom|odzysk|zresetuj/,
  otherwise: /masz juz|nie masz|juz masz/,
  remember: /zapamiet|pamietaj|nie wylogo/,
  terms: /regulamin|akcept|zgod|warunk|prywatn/,
  next: /dalej|kontynuuj|nastepn/,
  again: /powtorz|potwierdz|ponownie/,
  old: /obecn|aktualn|stare/,
  fresh: /now[ey]|wybierz|utworz/,
};
