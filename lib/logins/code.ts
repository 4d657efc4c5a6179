// Finds what a site's mail asks its reader to bring back: a one-time code, or a link that confirms the address. Pure, on text that the
// mail layer has decoded. A wrong code offered costs a failed log-in, so a number counts only where words near it call it a code; a
// wrong link is worse, so a link counts only on the relationship's own site. Never follows anything, never looks at sender names.
import { linksIn } from '#bytes/text-links.ts';
import { webLink } from '#bytes/web-url.ts';
import { type Site, siteOf } from './site.ts';

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly links: readonly { readonly url: string; readonly text: string }[];
}

export interface Code {
  /** As it is typed: no spaces, no dashes. */
  readonly digits: string;
  /** As the mail wrote it. */
  readonly written: string;
}

/** Words that call something a code, accents stripped: en de fr es pt it nl sv/da/nb pl cs hu ro tr ru uk el ar he ja zh ko vi id. */
const CODE =
  /\bcodes?\b|passcode|\bpin\b|\botp\b|one.?time|verification|token|kode?\b|\bcode\b|bestatigungs|sicherheits|einmal|verifizierung|codigo|clave (dinamica|temporal|de)|codice|verificatie|engangs|kod[uy]?\b|overovaci|ellenorzo|\bkodod?\b|\bcod\b|dogrulama|sifre|парол|код|κωδικ|رمز|كود|קוד|コード|認証番号|暗証|ワンタイム|验证码|驗證碼|校验码|动态码|인증 ?번호|인증 ?코드|\bma (xac|otp)/;
/** Words right before a number that make it something else. */
const OTHER_NUMBER =
  /(bank|sort|bar|source|style|order|invoice|ticket|case|ref(erence)?|account|customer|tracking|booking|reservation|flight|product|item|article|policy|contract|member|registration|vat|tax|zip|postal|post|area|country|promo(tion)?|coupon|discount|voucher|gift( card)?|referral|invite|bestell|rechnungs?|kunden?|auftrags?|vorgangs?|artikel|vertrags?|gutschein|commande|facture|client|pedido|factura|fatura|ordine|fattura|cliente|bestelling|factuur|klant|zamowieni\w*|faktur\w*|заказ\w*|счет\w*|siparis|注文|请求|订单|주문|error|status|http|build|version|model|room|suite|box|strasse|street|st|ave)[ .:#]*(no|nr|num(ber|mer|ero)?|n°|№|id|code|-?nummer|番号|号|번호)?\.?[ :#№]*$|(tel|phone|fax|call|telefon|anruf|appel\w*|llam\w*|dial|mobile|whatsapp|sms to|text)\b[^\n]{0,24}$|[$€£¥₹]\s*$|(usd|eur|gbp|chf|copyright|\(c\)|©|since|seit|ends? in|ending( in)?|endet auf|last (4|four) digits)[ :]*$/;
const MONEY_AFTER =
  /^\s?([$€£¥₹%°]|(usd|eur|gbp|chf|kr|pln|zl|euros?|dollars?|points?|punkte|days?|hours?|hrs|minutes?|min|seconds?|users?|people|items?|customers?|km|kg|gb|mb)\b)|^[.,]\d+(?!\p{L}|\d)|^:\d\d|^\/\d/u;
const MONTH =
  /(jan|feb|mar|apr|ma[iyjr]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек)\w*\.?,?( \d{1,2},?)? $|\d{1,2}[./-]\d{1,2}[./-]$|\d{1,2}\. ?\w+ $/;

/** A whole number of 4–8 digits, two or three groups, spaced digits, or capitals and digits mixed. */
const CANDIDATE =
  /(?<![\p{L}\p{N}@#/=&?%+.,$€£_-])(?:[A-Z]-)?(\d{3}[ \u00a0-]\d{3}|\d{2}[ -]\d{2}[ -]\d{2}|\d{4}[ -]\d{4}|\d(?: \d){3,7}|\d{4,8}|[A-Z0-9]{3,4}-[A-Z0-9]{3,4}|(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{5,8})(?![\p{L}\p{N}@_-]|[.,]\d+(?!\p{L}|\d))/gu;

const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');

/** Links would bring in numbers of their own; in their place stands a space. */
function withoutLinks(text: string): string {
  let words = '';
  let at = 0;
  for (const { start, end } of linksIn(text)) {
    words += `${text.slice(at, start)} `;
    at = end;
  }
  return words + text.slice(at);
}

function scoreAt(text: string, start: number, end: number, written: string): number {
  const before = plain(text.slice(Math.max(0, start - 90), start));
  const after = plain(text.slice(end, end + 60));
  const sameLine = before.slice(before.lastIndexOf('\n') + 1);
  const digits = written.replace(/\D/g, '');
  let score = 0;
  if (CODE.test(sameLine)) score += 3;
  else if (CODE.test(before)) score += 2.5;
  const alone = /(^|\n)\s*$/.test(before) && /^\s*(\n|$)/.test(after);
  if (CODE.test(alone ? after : (after.split('\n')[0] ?? ''))) score += alone ? 2 : 3;
  if (alone) score += 1.5;
  if (/[:：]\s*$|\b(is|lautet|ist|est|es|e|:)\s*$/.test(before)) score += 0.5;
  if (written.length === 6 || digits.length === 6) score += 0.5;
  if (
    OTHER_NUMBER.test(sameLine) &&
    !/(verif\w*|secur\w*|login|sign|access|confirm\w*|one.?time)[ -]?code[ :]*$/.test(sameLine)
  )
    score -= 5;
  if (MONEY_AFTER.test(after)) score -= 4;
  // A year, unless a code's own words stand right before it.
  if (/^(19|20)\d\d$/.test(written) && (MONTH.test(before) || !/[:：]\s*$|\b(is|code|pin)\s*$|\n\s*$/.test(before)))
    score -= 4;
  return score;
}

/** The code a mail brings, or null. The subject is looked at first: a code there is meant to be seen. */
export function findCode(mail: MailText): Code | null {
  let best: Code | null = null;
  let bestScore = 3;
  const whole = CODE.test(plain(`${mail.subject}\n${mail.text}`));
  if (!whole) return null;
  for (const [text, bonus] of [
    [mail.subject, 1],
    [withoutLinks(mail.text).slice(0, 20_000), 0],
  ] as const) {
    for (const match of text.matchAll(CANDIDATE)) {
      const written = match[1] ?? '';
      const at = match.index + match[0].length - written.length;
      const score = scoreAt(text, at, at + written.length, written) + bonus;
      // Groups in capitals without any digit are words ("SALE-WEEK").
      if (!/\d/.test(written) && score < 4) continue;
      if (score < bestScore || (score === bestScore && best !== null)) continue;
      best = { written, digits: written.replace(/[\s\u00a0-]/g, '') };
      bestScore = score;
    }
  }
  return best;
}

const CONFIRM =
  /confirm|verif|activat|validat|complete (your )?(sign|regist)|finish (sign|set|regist)|set up your account|bestatig|aktivier|verifizier|freischalt|abschliess|activer|valider|finaliser|activar|valida|completa|ativar|conferma|attiva|bevestig|activeer|potwierdz|aktywuj|zweryfikuj|подтверд|активир|завершить|onayla|dogrula|etkinlestir|確認|認証|有効化|登録を完了|确认|驗證|验证|激活|확인|인증|تأكيد|تفعيل|אימות|bekraft|aktivera|bekreft|vahvista|potvrd|aktivovat|megerosit|confirma|επιβεβα|xac nhan|konfirmasi|sign in to|log ?in to|magic|einloggen bei/;
const NOT_CONFIRM =
  /unsubscri|abmelden|abbestell|desabonn|desinscri|darse de baja|cancelar la susc|descadastr|disiscri|afmeld|wypisz|отпис|配信停止|退订|수신 ?거부|opt.?out|preferenc|privacy|datenschutz|terms|agb\b|help|support|faq|imprint|impressum|contact|facebook|twitter|instagram|linkedin|youtube|app.?store|play\.google|not (you|me)|did ?n.?t (request|sign)|wasn.?t|nicht (du|sie|ich)|view (in|this)|im browser|report/;
const CONFIRM_PATH = /confirm|verif|activat|validat|bestaetig|aktiv|opt-?in|magic|token=|[?&](key|code|hash|sig)=/;
/** The whole of a button that logs in. The same words lead to the shop's own door, so the address must carry a secret as well. */
const LOG_IN =
  /^(log|sign) ?(me )?in( now)?[!.]?$|^(jetzt )?(anmelden|einloggen)$|^(se connecter|me connecter|connexion|iniciar sesion|entrar|acceder|accedi|inloggen|logga in|logg inn?|log ind|kirjaudu( sisaan)?|zaloguj( sie)?|prihlasit( se)?|bejelentkezes|autentificare|giris( yap)?|войти|увійти|συνδεση|ログイン|サインイン|登录|登入|登錄|로그인|تسجيل الدخول|כניסה|התחברות|dang nhap|masuk)$/;
const SECRET = /(?=[\w-]*\d)[\w-]{16,}/;

export interface Confirmation {
  /** As the browser will open it. */
  readonly url: string;
  /** Its host, for a person to read. */
  readonly host: string;
}

/** The confirmation link of a mail, or null: a link to the site itself, whose words or path speak of confirming. */
export function findConfirmation(mail: MailText, site: Site): Confirmation | null {
  let best: Confirmation | null = null;
  let bestScore = 2;
  const about = CONFIRM.test(plain(mail.subject)) ? 1 : 0;
  for (const { url, text } of mail.links.slice(0, 200)) {
    const link = webLink(url);
    const target = link && siteOf(link.href);
    if (link === null || target === null) continue;
    // A site that is met over plain http may link to its https self, never the other way round.
    if (target !== site && `http://${target}` !== site) continue;
    const words = plain(text);
    const path = plain(`${link.pathname}${link.search}${link.hash}`);
    if (NOT_CONFIRM.test(words) || /unsubscri|optout|opt-out|preferences|privacy|terms|abmeld/.test(path)) continue;
    let score = about;
    if (CONFIRM.test(words)) score += 3;
    else if (LOG_IN.test(words.trim()) && SECRET.test(path)) score += 3;
    if (CONFIRM_PATH.test(path)) score += words === '' || words.startsWith('http') ? 2 : 1.5;
    if (/[\w-]{16,}/.test(path)) score += 0.5;
    if (score <= bestScore - (best ? 0 : 0.001)) continue;
    best = { url: link.href, host: link.host };
    bestScore = score;
  }
  return best;
}
