// Words by which pages name their fields and forms, in the languages most sign-up pages are written in. Matched against text that
// `plain` has normalised: lower case, no accents, camelCase and snake_case split. So no pattern here holds a capital or an accent.
// A word stands here because pages in general use it, none because one site does. Every byte is loaded into every page: keep it short.

/** Lower-case, accents stripped, `userEmail` and `user_email` both "user email", white space single. Length is capped by the caller. */
export function plain(text: string): string {
  return text
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/ß/g, 'ss')
    .replace(/ı/g, 'i')
    .replace(/[\s_\-:.[\]/*#]+/g, ' ')
    .trim();
}

export const EMAIL =
  /\be ?mail|email|mail ?(adr|addr|id\b)|^(\w+ ){0,2}mail$|correo|courriel|\be ?posta?\b|posta el|poczt|почт(?!ов)|имеил|邮箱|邮件|信箱|郵件|メール|메일/;
/** An address that is not the visitor's own, or a message. */
export const NOT_MY_EMAIL =
  /subject|betreff|\bobjet\b|asunto|assunto|oggetto|friend|recipient|freund|invite|someone|messag|search|\bto e ?mail|e ?mail (to|type|body|list|text|title)\b|\bcc\b|format|frequen/;
export const USERNAME =
  /user ?(name|id|nm|login)\b|^user\b(?! \w)|user$|\b(uname|usr|nick|pseudo|handle|alias)\b|nick ?name|log ?(in|on)( ?(name|id))?\b|(account|member|customer) ?(ship )?(name|id|n)\b|benutzer|usuario\b(?! \w)|utilisateur|identifiant|\butente|gebruikers|uzytkownik|логин|пользовател|kullanici|ユーザ|ログイン ?id|会員|用户名|用戶名|账号|帳號|昵称|아이디/;
export const FULL_NAME =
  /^(your |full |display |real |user )?names?$|(full|display|real|contact|your) ?name|^(vor und nach|ihr |mein )?name|nom (complet|et)|votre nom|^(tu |su )?nombre|^(seu )?nome|imie i|\bфио\b|^(ваше )?имя$|ad soyad|姓名|名前|氏名|이름/;
export const GIVEN_NAME = /(first|given|fore) ?name|\bf ?name\b|vorname|prenom|^imie$|voornaam|^имя|\badi?n?i?z?$|名$/;
export const FAMILY_NAME =
  /(last|family|sur|second) ?name|\bl ?name\b|nachname|apellido|sobrenome|cognome|achternaam|nazwisko|фамил|soyad|^nom$|^姓$/;
export const OTHER_DATA =
  /phone|\btel\b|mobil|handy|telefon|fax|address ?(line)?\d?|street|strasse|adress(e|a)\b|\bzip|post(al| ?code|leit)|\bplz\b|\bcity|\btown|stadt|\bstate|province|country|\bland\b|company|firma|birth|geburt|card|\bcv[vc]|iban|coupon|promo|voucher|captcha|search|keyword|query|suche|date\b|message|comment|title\b|question|answer|secret|電話|手机|住所|验证码|телефон|город|адрес(?! эл)|индекс|\bssn|social sec/;
export const OTP =
  /\botp|one ?time|\btotp|\b2 ?fa\b|\bmfa\b|two ?factor|(verif\w*|confirm\w*|auth\w*|access|sms|e ?mail|login|sign ?in|security|digit|einmal|bestatigungs|sicherheits|activation) ?(code|pin|token)\b|pass ?code|\bcode\b.{0,40}(sent|texted|e ?mail|phone|received)|(enter|sent).{0,20}\bcode\b|cod[ei](go)? (de |di )?(verif|confirm|secur|segur|valid|acceso|conferma|sicur)|verificatiecode|kod (weryf|potwier|jednoraz)|код (подтв|из)|dogrulama kodu|(確認|認証)コード|验证码|驗證碼|인증/;
export const NOT_OTP =
  /card|\bcv[vc]|\bccv|visual|postal|\bzip|post ?code|promo|coupon|voucher|gift|discount|referr|invit|captcha|country|area ?code|dial|phone ?code|product|tracking|image|bild|图|sort ?code|tax|vat\b/;
/** A code that was sent for sure, and not a picture puzzle, which pages call "verification code" too. */
export const OTP_CERTAIN =
  /\botp|one ?time|\btotp|\b2 ?fa\b|\bmfa\b|two ?factor|\bsms|(sent|texted|received|e ?mail).{0,30}\bcode|code.{0,40}(sent|texted|e ?mail|phone|received)|\d ?digit|短信|手机|einmal|jednoraz|authenticator|(send|get) (the )?code|resend|获取|发送|送信|발송/;
export const CONFIRM =
  /confirm|repeat|re ?(type|enter|pass)|again|verify|wiederhol|bestatig|repet|repite|conferma|ripeti|herhaal|bevestig|powtorz|potwierdz|повтор|подтверд|tekrar|再|確認|确认|확인|\bpass\w* ?2$/;
export const OLD = /\bold|current|existing|previous|現在|当前|현재/;
export const FRESH =
  /\bnew|choose|create|set ?up|neue?s?\b|wahlen|nouveau|nuev|crea|nov[oa]\b|nuov|nieuw|now[ey]|нов|yeni|新/;
export const PASSWORD =
  /pass|\bpwd|kennwort|contrasen|clave|senha|wachtwoord|haslo|парол|sifre|パスワード|密码|密碼|비밀번호|heslo/;
/** Secrets that are typed into password fields and are none. */
export const OTHER_SECRET = /\bssn|social sec|card|\bcv[cv]|answer|\bpin\b|\bcsc\b/;
export const CARD = /card ?n|\bcv[vc]|\bccv|\bcsc\b|expir/;

export const SIGNUP =
  /sign(ing)? ?up|regist(er|rat|ro|re|ri|ier|ra[rt])|regist$|\breg\b|\bjoin\b|creat\w* .{0,16}(account|profile|login|id\b)|creat\w* ?account|new (account|user|member|customer)|konto (erst|anleg|eroff)|neue?s? ?(konto|kunde)|inscri|cre(er|ez|ation)( \w+)? compte|nouveau client|registr|cr[ei]ar? .{0,8}(cuenta|conta|account)\b|cri[oe] .{0,8}conta|cadastr|nov[oa] client|iscriv|account aanm|inschrijv|rejestr|(zaloz|utworz) konto|регистр|создать|kayit ol|kaydol|uye ol|hesap (ol|ac)|登録|新規|アカウント(を)?作成|注册|注冊|註冊|创建|가입|التسجيل|إنشاء|opret|skapa/;
export const LOGIN =
  /log ?(in|on)\b|sign(ing)? ?in\b|\bauth\b|authenticat|anmeld|einlogg|connexion|connect(er|ez)|identif|iniciar?\b|\bentrar?\b|acced|ingres|acceso|acessar|inlogg|zaloguj|logowan|вои?ти|вход|авториз|giris|oturum ac|ログイン|サインイン|登录|登入|로그인|الدخول|logga in|log ind|logg inn|prihla|(returning|existing) (customer|user)|already (registered|a member)/;
export const RECOVER =
  /forg[oe]t|lost (your )?pass|(reset|recover|retrieve|change|update)( your| my| the| user)? ?(pass|account|login)|pass(word)? ?(reset|recover|remind|change)|remind|vergess|oubli|perdu|olvid|recuper|restablec|esquec|redefin|dimentic|vergeten|zapomn|przypom|забыл|восстан|unuttu|忘|重置|找回|再設定|잊|찾기/;
/** A question that leads to the other form: "Already have an account?", "New here?". */
export const OTHERWISE =
  /\?|already|don.?t have|no account|not (a |yet )|new (here|to)|schon |bereits|noch kein|deja|pas encore|ya tienes|уже|zaten/;
export const REMEMBER =
  /remember|keep me|stay (sign|logg)|(angemeldet|eingeloggt) bl|merken|record|recuerd|mantener|lembrar|manter|conectado|ricorda|onthoud|zapamiet|запомн|чужои|hatirla|保持|記憶|记住|自动登|自動登|기억|(public|private) ?computer/;
export const TERMS =
  /terms|privac|termini|termos|acept|conditions|agb|nutzungsb|datensch|cgu|termini|voorwaard|akkoord|regulamin|akcept|услов|соглас?|sartlar|kabul|規約|同意|条款|약관|newsletter/;
export const NEXT =
  /^(next|continue|weiter|suivant|continu[ae]|siguiente|proximo|avanti|volgende|dalej|далее|продолж|devam|ileri|次へ|下一步|다음)/;
export const NEWSLETTER = /newsletter|subscri|mailing|suscri|abonn|boletin|updates|рассыл|подпис|bulten|メルマガ|订阅/;
