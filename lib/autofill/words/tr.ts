// Turkish. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /posta|kullani|takma|rumuz|sifre|parola|bulten|abone/;
export const codeHint = /\bkod|sifre/;

export const email = /\be ?posta|elektronik posta/;
export const notMine = /\bkonu\b|arkadas/;
export const username = /kullanici|takma ad|rumuz/;
export const name = /ad(i|iniz)? (ve )?soyad|tam ad/;
export const givenName = /^(adi?n?i?z?|isim|ilk ad)$/;
export const familyName = /soyad|soyisim/;
export const other =
  /telefon|cep\b|sokak|\badres(?!.*posta)|posta kodu|sehir|\bilce|ulke|sirket|dogum|\bara\b|mesaj|\bkart/;
export const code =
  /(dogrulama|onay|guvenlik|giris|aktivasyon|tek kullanimlik|tek seferlik) (kod|sifre)|kodu (gir|yaz)|^(kod|kodunuz)$|gonderilen kod/;
export const notCode = /indirim|kupon|hediye|posta kod/;
export const sent = /gonder|tek kullanim|tek sefer/;
export const password = /sifre|parola/;
export const decoy = /bos birak|doldurmayin/;
export const newsletter = /bulten|abone/;

export const signup = /kayit ol|kaydol|uye ol|hesap (ol|ac)|yeni hesap|kaydi/;
export const login = /giris|oturum ac/;
export const recover = /unuttu|sifirla/;
export const otherwise = /zaten|hesabin(iz)? yok|hesabin(iz)? var/;
export const remember = /hatirla|acik tut/;
export const terms = /sartlar|kabul|kosul|gizlilik/;
export const next = /devam|ileri|sonraki/;
export const again = /tekrar|onayla|yeniden/;
export const old = /mevcut|eski/;
export const fresh = /yeni|belirle|olustur/;
