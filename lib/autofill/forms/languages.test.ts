// Forms whose fields are told by words alone, in every language that has a file of words: no types, no autocomplete,
// names that mean nothing. A language is right if a sign-up, a log-in and a page for a code are, nearly always, and
// none of them is overlooked by the first glance, which has hints only.
import { readdirSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { textField } from '../page/facts.testkit.ts';
import type { FieldFacts, PageFacts } from '../page/facts.ts';
import { plain } from '../page/plain.ts';
import * as english from '../words/en.ts';
import { classify } from './classify.ts';
import type { ClassifiedForm, FieldKind } from './forms.ts';
import { glance } from './glance.ts';
import { HINTS } from './hints.ts';
import { languagesOf } from './languages.ts';
import type { Vocabulary } from './vocabulary.ts';
import { LANGUAGES as SCRIPTS } from './words-script.ts';

/** E-mail, user name, password of type text, code; then the words on the buttons of sign-up and log-in. */
type Words = readonly [
  email: string[],
  username: string[],
  password: string[],
  code: string[],
  signup: string[],
  login: string[],
];
const LANGUAGES: Record<string, Words> = {
  en: [
    ['E-mail address', 'Your email', 'Enter email'],
    ['Username', 'Choose a user name', 'Login name'],
    ['Password', 'Your password', 'Enter your password'],
    ['Verification code', 'Enter the code we sent you', 'One-time code'],
    ['Create account', 'Sign up', 'Register'],
    ['Log in', 'Sign in', 'Login'],
  ],
  de: [
    ['E-Mail-Adresse', 'Deine E-Mail', 'Mailadresse'],
    ['Benutzername', 'Nutzername', 'Anmeldename'],
    ['Passwort', 'Kennwort', 'Ihr Passwort'],
    ['Bestätigungscode', 'Einmalcode', 'Code aus der E-Mail eingeben'],
    ['Konto erstellen', 'Registrieren', 'Jetzt registrieren'],
    ['Anmelden', 'Einloggen', 'Login'],
  ],
  es: [
    ['Correo electrónico', 'Tu correo', 'Dirección de correo'],
    ['Nombre de usuario', 'Usuario', 'Apodo'],
    ['Contraseña', 'Clave', 'Tu contraseña'],
    ['Código de verificación', 'Introduce el código', 'Código de un solo uso'],
    ['Crear cuenta', 'Registrarse', 'Regístrate'],
    ['Iniciar sesión', 'Entrar', 'Acceder'],
  ],
  pt: [
    ['Correio eletrónico', 'Seu e-mail', 'Endereço de e-mail'],
    ['Nome de usuário', 'Nome de utilizador', 'Usuário'],
    ['Senha', 'Palavra-passe', 'Sua senha'],
    ['Código de verificação', 'Digite o código', 'Código de acesso'],
    ['Criar conta', 'Cadastre-se', 'Registar'],
    ['Entrar', 'Iniciar sessão', 'Acessar'],
  ],
  it: [
    ['Indirizzo e-mail', 'Posta elettronica', 'La tua email'],
    ['Nome utente', 'Utente', 'Soprannome'],
    ['Password', 'Parola d’ordine', 'La tua password'],
    ['Codice di verifica', 'Inserisci il codice', 'Codice monouso'],
    ['Registrati', 'Crea un account', 'Iscriviti'],
    ['Accedi', 'Entra', 'Login'],
  ],
  fr: [
    ['Adresse électronique', 'Courriel', 'Votre adresse e-mail'],
    ["Nom d'utilisateur", 'Identifiant', 'Pseudonyme'],
    ['Mot de passe', 'Votre mot de passe', 'Saisissez le mot de passe'],
    ['Code de vérification', 'Saisissez le code reçu', 'Code à usage unique'],
    ["S'inscrire", 'Créer un compte', 'Inscription'],
    ['Se connecter', 'Connexion', "S'identifier"],
  ],
  nl: [
    ['E-mailadres', 'Je e-mail', 'Mailadres'],
    ['Gebruikersnaam', 'Inlognaam', 'Accountnaam'],
    ['Wachtwoord', 'Je wachtwoord', 'Uw wachtwoord'],
    ['Verificatiecode', 'Vul de code in', 'Eenmalige code'],
    ['Account aanmaken', 'Registreren', 'Inschrijven'],
    ['Inloggen', 'Log in', 'Aanmelden'],
  ],
  sv: [
    ['E-postadress', 'Din mejl', 'Mejladress'],
    ['Användarnamn', 'Användar-ID', 'Smeknamn'],
    ['Lösenord', 'Ditt lösenord', 'Ange lösenord'],
    ['Verifieringskod', 'Ange koden', 'Engångskod'],
    ['Skapa konto', 'Registrera dig', 'Bli medlem'],
    ['Logga in', 'Inloggning', 'Logga in nu'],
  ],
  nb: [
    ['E-postadresse', 'E-post', 'Din epost'],
    ['Brukernavn', 'Bruker-ID', 'Kallenavn'],
    ['Passord', 'Ditt passord', 'Skriv inn passord'],
    ['Bekreftelseskode', 'Engangskode', 'Skriv inn koden'],
    ['Opprett konto', 'Registrer deg', 'Bli medlem'],
    ['Logg inn', 'Logg på', 'Innlogging'],
  ],
  da: [
    ['E-mailadresse', 'Din mail', 'Mailadresse'],
    ['Brugernavn', 'Bruger-id', 'Kaldenavn'],
    ['Adgangskode', 'Kodeord', 'Din adgangskode'],
    ['Bekræftelseskode', 'Engangskode', 'Indtast koden'],
    ['Opret konto', 'Tilmeld dig', 'Bliv medlem'],
    ['Log ind', 'Log på', 'Login'],
  ],
  fi: [
    ['Sähköpostiosoite', 'Sähköposti', 'Sähköpostisi'],
    ['Käyttäjätunnus', 'Käyttäjänimi', 'Nimimerkki'],
    ['Salasana', 'Salasanasi', 'Anna salasana'],
    ['Vahvistuskoodi', 'Kertakäyttökoodi', 'Syötä koodi'],
    ['Luo tili', 'Rekisteröidy', 'Liity jäseneksi'],
    ['Kirjaudu', 'Kirjaudu sisään', 'Sisäänkirjautuminen'],
  ],
  cs: [
    ['E-mailová adresa', 'E-mail', 'Elektronická pošta'],
    ['Uživatelské jméno', 'Přihlašovací jméno', 'Přezdívka'],
    ['Heslo', 'Vaše heslo', 'Zadejte heslo'],
    ['Ověřovací kód', 'Jednorázový kód', 'Zadejte kód'],
    ['Vytvořit účet', 'Registrovat se', 'Založit účet'],
    ['Přihlásit se', 'Přihlášení', 'Přihlásit'],
  ],
  pl: [
    ['Adres e-mail', 'Poczta elektroniczna', 'Twój e-mail'],
    ['Nazwa użytkownika', 'Użytkownik', 'Identyfikator'],
    ['Hasło', 'Twoje hasło', 'Wpisz hasło'],
    ['Kod weryfikacyjny', 'Kod jednorazowy', 'Wpisz kod'],
    ['Załóż konto', 'Zarejestruj się', 'Utwórz konto'],
    ['Zaloguj się', 'Logowanie', 'Zaloguj'],
  ],
  hu: [
    ['E-mail cím', 'E-mail-címe', 'Elektronikus levélcím'],
    ['Felhasználónév', 'Felhasználói név', 'Becenév'],
    ['Jelszó', 'Az Ön jelszava', 'Adja meg a jelszót'],
    ['Ellenőrző kód', 'Egyszer használatos kód', 'Adja meg a kódot'],
    ['Regisztráció', 'Fiók létrehozása', 'Regisztrálok'],
    ['Bejelentkezés', 'Belépés', 'Belépek'],
  ],
  ro: [
    ['Adresă de e-mail', 'Poștă electronică', 'E-mailul tău'],
    ['Nume de utilizator', 'Utilizator', 'Poreclă'],
    ['Parolă', 'Parola ta', 'Introdu parola'],
    ['Cod de verificare', 'Introdu codul', 'Codul primit prin e-mail'],
    ['Creează cont', 'Înregistrare', 'Înscrie-te'],
    ['Autentificare', 'Conectare', 'Intră în cont'],
  ],
  tr: [
    ['E-posta adresi', 'E-posta', 'E-postanız'],
    ['Kullanıcı adı', 'Kullanıcı adınız', 'Takma ad'],
    ['Şifre', 'Parola', 'Şifreniz'],
    ['Doğrulama kodu', 'Onay kodu', 'Tek kullanımlık kod'],
    ['Kayıt ol', 'Hesap oluştur', 'Üye ol'],
    ['Giriş yap', 'Oturum aç', 'Giriş'],
  ],
  el: [
    ['Ηλεκτρονικό ταχυδρομείο', 'Διεύθυνση e-mail', 'Ηλεκτρονική διεύθυνση'],
    ['Όνομα χρήστη', 'Χρήστης ή ψευδώνυμο', 'Ψευδώνυμο'],
    ['Κωδικός πρόσβασης', 'Συνθηματικό', 'Ο κωδικός πρόσβασής σας'],
    ['Κωδικός επαλήθευσης', 'Κωδικός μίας χρήσης', 'Κωδικός επιβεβαίωσης'],
    ['Εγγραφή', 'Δημιουργία λογαριασμού', 'Εγγραφείτε'],
    ['Σύνδεση', 'Είσοδος', 'Συνδεθείτε'],
  ],
  ru: [
    ['Электронная почта', 'Адрес электронной почты', 'Ваш имейл'],
    ['Имя пользователя', 'Логин', 'Никнейм'],
    ['Пароль', 'Ваш пароль', 'Введите пароль'],
    ['Код подтверждения', 'Введите код из письма', 'Одноразовый код'],
    ['Зарегистрироваться', 'Создать аккаунт', 'Регистрация'],
    ['Войти', 'Вход', 'Войти в аккаунт'],
  ],
  uk: [
    ['Електронна пошта', 'Адреса електронної пошти', 'Електронна адреса'],
    ["Ім'я користувача", 'Логін', 'Псевдонім'],
    ['Пароль', 'Ваш пароль', 'Введіть пароль'],
    ['Код підтвердження', 'Введіть код із листа', 'Одноразовий код'],
    ['Зареєструватися', 'Створити обліковий запис', 'Реєстрація'],
    ['Увійти', 'Вхід', 'Увійти в обліковий запис'],
  ],
  ar: [
    ['البريد الإلكتروني', 'عنوان البريد الإلكتروني', 'بريدك الإلكتروني'],
    ['اسم المستخدم', 'اسم الدخول', 'اسم مستعار'],
    ['كلمة المرور', 'كلمة السر', 'أدخل كلمة المرور'],
    ['رمز التحقق', 'أدخل الرمز المرسل', 'رمز لمرة واحدة'],
    ['إنشاء حساب', 'التسجيل', 'حساب جديد'],
    ['تسجيل الدخول', 'دخول', 'الدخول'],
  ],
  he: [
    ['דוא"ל', 'כתובת אימייל', 'דואר אלקטרוני'],
    ['שם משתמש', 'כינוי', 'שם המשתמש שלך'],
    ['סיסמה', 'סיסמא', 'הקלד סיסמה'],
    ['קוד אימות', 'קוד חד-פעמי', 'הזן את הקוד שנשלח'],
    ['הרשמה', 'יצירת חשבון', 'הירשם'],
    ['התחברות', 'כניסה', 'התחבר'],
  ],
  hi: [
    ['ईमेल पता', 'ई-मेल', 'अपना ईमेल दर्ज करें'],
    ['उपयोगकर्ता नाम', 'यूज़रनेम', 'यूजर नेम'],
    ['पासवर्ड', 'आपका पासवर्ड', 'पासवर्ड दर्ज करें'],
    ['सत्यापन कोड', 'कोड दर्ज करें', 'ओटीपी'],
    ['खाता बनाएं', 'साइन अप करें', 'पंजीकरण'],
    ['लॉग इन करें', 'साइन इन', 'लॉगिन'],
  ],
  ja: [
    ['メールアドレス', 'Eメール', '電子メール'],
    ['ユーザー名', 'ログインID', 'ニックネーム'],
    ['パスワード', 'パスワードを入力', 'ログインパスワード'],
    ['確認コード', '認証コード', 'ワンタイムコード'],
    ['新規登録', 'アカウントを作成', '会員登録'],
    ['ログイン', 'サインイン', 'ログインする'],
  ],
  zh: [
    ['电子邮箱', '邮箱地址', '電子郵件'],
    ['用户名', '使用者名稱', '昵称'],
    ['密码', '请输入密码', '密碼'],
    ['邮箱验证码', '驗證碼', '动态码'],
    ['注册', '创建账户', '註冊'],
    ['登录', '登入', '立即登录'],
  ],
  ko: [
    ['이메일', '이메일 주소', '메일 주소'],
    ['아이디', '사용자 이름', '닉네임'],
    ['비밀번호', '패스워드', '비밀번호 입력'],
    ['인증번호', '확인 코드', '인증 코드 입력'],
    ['회원가입', '계정 만들기', '가입하기'],
    ['로그인', '접속', '로그인하기'],
  ],
};

/** Other data in forms: postal codes, streets, telephone numbers, coupons, names, firms, messages. */
const BESIDE = [
  `Postleitzahl | PLZ | Telefonnummer | Straße | Gutscheincode | Vorname | Code postal | Numéro de téléphone | Adresse`,
  `Adresse postale | Code promo | Prénom | Code parrainage | Código postal | Teléfono | Dirección | Código promocional`,
  `Nombre completo | CEP | Endereço | Telefone | Cupom | CPF | Codice fiscale | CAP | Indirizzo | Codice sconto`,
  `Nome e cognome | Postcode | Adres | Kortingscode | Telefoonnummer | Postnummer | Adress | Rabattkod | Telefon`,
  `Personnummer | Rabattkode | Gavekort | Vejnavn | Postinumero | Osoite | Alennuskoodi | Puhelinnumero | PSČ | Ulice`,
  `Slevový kód | Kod pocztowy | Ulica | Kod rabatowy | Numer telefonu | Irányítószám | Utca | Kuponkód | Telefonszám`,
  `Cod poștal | Adresa | Cod reducere | Posta kodu | İndirim kodu | Kupon kodu | Ταχυδρομικός κώδικας | Διεύθυνση`,
  `Τηλέφωνο | Κωδικός έκπτωσης | Почтовый индекс | Адрес доставки | Промокод | Код страны | Телефон | Поштовий індекс`,
  `Адреса | الرمز البريدي | العنوان | رقم الهاتف | كود الخصم | מיקוד | כתובת | טלפון | קוד קופון | पिन कोड | पता`,
  `फ़ोन नंबर | कूपन कोड | 郵便番号 | 住所 | 電話番号 | クーポンコード | 邮编 | 邮政编码 | 地址 | 手机号 | 优惠码 | 图形验证码 | 우편번호 | 주소 | 전화번호 | 쿠폰 코드`,
  `Zip code | Country code | Promo code | Security code (CVV) | First name | Company | Subject | Friend's email`,
  `Search | Message | Captcha | VAT number | Nachricht | Betreff | Firma | Suche | Nom de famille | Société | Empresa`,
  `Cognome | Ditta | Företag | Meddelande | Yritys | Viesti | Zpráva | Cégnév | Üzenet | Companie | Mesaj | Şirket`,
  `Εταιρεία | Μήνυμα | Компания | Сообщение | Компанія | Повідомлення | شركة | رسالتك | חברה | הודעה | कंपनी | संदेश`,
  `会社名 | お問い合わせ内容 | 公司 | 留言 | 회사 | 메시지`,
].flatMap((line) => line.split(' | '));

const NONSENSE = ['q7', 'fld_2', 'x-9k', 'zz'];
/** A field of type text: its words on a label or, for every other form, in it. */
function field(words: string, at: number, inside: boolean): FieldFacts {
  const shown = plain(words);
  return textField({
    attributes: plain(`${NONSENSE[at % 4]} | ${NONSENSE[(at + 1) % 4]}`),
    ...(inside ? { placeholder: shown } : { label: shown }),
  });
}

function page(labels: readonly string[], submit: string, round: number): PageFacts {
  const fields = labels.map((words, at) => field(words, at + round, round % 2 === 1));
  const form = {
    fields: fields.map((_, at) => at),
    attributes: '',
    submits: [plain(submit)],
    heading: '',
    links: [],
    checks: '',
  };
  return { address: '', title: '', fields, forms: [form] };
}

/** The mistakes in three forms of each sort, in words. */
async function mistakes(
  [email, username, password, code, signup, login]: Words,
  tell: (page: PageFacts) => ClassifiedForm[] | Promise<ClassifiedForm[]>,
): Promise<{ asked: number; wrong: string[] }> {
  const wrong: string[] = [];
  let asked = 0;
  const look = async (
    labels: string[],
    submit: string,
    round: number,
    wanted: FieldKind[],
    purpose: string,
  ): Promise<void> => {
    const facts = page(labels, submit, round);
    const [form] = await tell(facts);
    const [first] = glance(facts);
    for (const [at, kind] of wanted.entries()) {
      asked++;
      if (form?.kinds.get(at) !== kind) wrong.push(`${labels[at]}: ${form?.kinds.get(at)}, not ${kind}`);
      if (first?.kinds.get(at) === 'other') wrong.push(`${labels[at]}: overlooked`);
    }
    asked++;
    if (form?.purpose !== purpose) wrong.push(`${submit}: ${form?.purpose}, not ${purpose}`);
  };
  for (let round = 0; round < 3; round++) {
    const at = (words: string[]): string => words[round] as string;
    await look(
      [at(email), at(username), at(password)],
      at(signup),
      round,
      ['email', 'username', 'newPassword'],
      'signup',
    );
    await look([at(email), at(password)], at(login), round, ['email', 'currentPassword'], 'login');
    await look([at(username), at(password)], at(login), round, ['username', 'currentPassword'], 'login');
    await look([at(code)], '→', round, ['otp'], 'other');
  }
  return { asked, wrong };
}

type Tell = (page: PageFacts) => ClassifiedForm[];
const known = new Map<string, Promise<Tell>>();

/** The classification of a frame into which the words of these languages came. */
function knowing(languages: readonly string[]): Promise<Tell> {
  const key = languages.join();
  const made = known.get(key) ?? inFrame(languages);
  known.set(key, made);
  return made;
}

async function inFrame(languages: readonly string[]): Promise<Tell> {
  vi.resetModules();
  const { speak } = await import('./vocabulary.ts');
  const { classifyForms } = await import('./forms.ts');
  for (const language of languages) {
    const { words } = (await import(`../words/${language}.ts`)) as { words: Partial<Vocabulary> };
    speak(words);
  }
  return classifyForms;
}

describe('a page is given the words of the language', () => {
  const nothing: PageFacts = { address: '', title: '', fields: [], forms: [] };
  test.each([
    ['de-AT', ['de']],
    ['en', []],
    ['no', ['nb']],
    ['zh-Hant-TW', ['zh']],
    ['tlh', []],
    ['constructor', []],
  ])('that it says: %s', (said, languages) => {
    expect(languagesOf(nothing, said)).toEqual(languages);
  });

  test.each([
    ['Вход | Сайт', ['ru', 'uk']],
    ['Σύνδεση', ['el']],
    ['サインイン', ['ja', 'zh']],
    ['Melden Sie sich an und sehen Sie, was neu ist', ['de']],
    ['Welcome back', []],
  ])('that its title is in: %s', (title, languages) => {
    expect(languagesOf({ ...nothing, title: plain(title) }, 'en')).toEqual(languages);
  });

  test('that it says, if its letters are those of another too', () => {
    expect(languagesOf({ ...nothing, title: 'вход с паролем' }, 'ru')).toEqual(['ru']);
    expect(languagesOf({ ...nothing, title: 'ログイン 会員' }, 'ja-JP')).toEqual(['ja']);
  });
});

describe('forms are understood by words alone', () => {
  test('in every language that has a file', () => {
    const files = readdirSync(new URL('../words', import.meta.url)).map((name) => name.replace('.ts', ''));
    expect(Object.keys(LANGUAGES).toSorted()).toEqual(files.toSorted());
    expect(Object.keys(HINTS).toSorted(), 'hints.ts: without it no page is noticed').toEqual(files.toSorted());
    const brought = ['en', ...Object.keys(SCRIPTS)];
    expect(brought.toSorted(), 'words-script.ts: without it no page gets them').toEqual(files.toSorted());
  });

  test('and no file has an unused list', async () => {
    for (const language of Object.keys(LANGUAGES)) {
      const { words } = (await import(`../words/${language}.ts`)) as { words: object };
      const lists = Object.keys(words);
      expect(
        lists.filter((list) => !Object.hasOwn(english.words, list)),
        language,
      ).toEqual([]);
      expect(lists, language).toEqual(expect.arrayContaining(['email', 'username', 'password', 'code']));
    }
  });

  test.each(Object.entries(LANGUAGES))('%s', async (_, words) => {
    const { asked, wrong } = await mistakes(words, classify);
    expect(wrong.length / asked, wrong.join('\n')).toBeLessThanOrEqual(0.05);
  });

  // As in a page: English, and the languages that the forms let one guess.
  test.each(Object.entries(LANGUAGES))(
    '%s, with the words that such a page gets, though it says no language',
    async (_, words) => {
      const { asked, wrong } = await mistakes(words, async (page) => (await knowing(languagesOf(page, '')))(page));
      expect(wrong.length / asked, wrong.join('\n')).toBeLessThanOrEqual(0.05);
    },
  );

  test('and what forms ask for beside is none of it', () => {
    const taken = BESIDE.filter((label) => {
      const [form] = classify(page([label], '→', 0));
      return /^(email|username|otp|newPassword|currentPassword)$/.test(form?.kinds.get(0) ?? '');
    });
    expect(taken).toEqual([]);
  });
});
