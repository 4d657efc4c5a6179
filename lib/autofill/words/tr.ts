// Turkish. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /posta|kullani|takma|rumuz|sifre|parola|bulten|abone/,
  code: /\bkod|sifre/,
  page: /\b(ve|veya|icin|bir|ile)\b/,
};

export const words = {
  email: /\be ?posta|elektronik posta/,
  notMine: /\bkonu\b|arkadas/,
  username: /kullanici|takma ad|rumuz/,
  name: /ad(i|iniz)? (ve )?soyad|tam ad/,
  givenName: /^(adi?n?i?z?|isim|ilk ad)$/,
  familyName: /soyad|soyisim/,
  other: /telefon|cep\b|sokak|\badres(?!.*posta)|posta kodu|sehir|\bilce|ulke|sirket|dogum|\bara\b|mesaj|\bkart/,
  code: /(dogrulama|onay|guvenlik|giris|aktivasyon|tek kullanimlik|tek seferlik) (kod|sifre)|kodu (gir|yaz)|^(kod|kodunuz)$|gonderilen kod/,
  notCode: /indirim|kupon|hediye|posta kod/,
  sent: /gonder|tek kullanim|tek sefer/,
  password: /sifre|parola/,
  decoy: /bos birak|doldurmayin/,
  newsletter: /bulten|abone/,

  signup: /kayit ol|kaydol|uye ol|hesap (ol|ac)|yeni hesap|kaydi/,
  login: /giris|oturum ac/,
  recover: /unuttu|sifirla/,
  otherwise: /zaten|hesabin(iz)? yok|hesabin(iz)? var/,
  remember: /hatirla|acik tut/,
  terms: /sartlar|kabul|kosul|gizlilik/,
  next: /devam|ileri|sonraki/,
  again: /tekrar|onayla|yeniden/,
  old: /mevcut|eski/,
  fresh: /yeni|belirle|olustur/,
};
