// Finds the code that a site's mail asks its reader to bring back: a one-time code, or a link that confirms the
// address. Pure, on text that the mail layer has decoded. A wrong code offered costs a failed log-in, so a number
// counts only if words near it call it a code; a wrong link is worse, so a link counts only on the relationship's own
// site. Never follows anything, never looks at sender names.
import { linksIn } from '#bytes/text-links.ts';
import { webLink } from '#bytes/web-url.ts';
import { codeText } from './code-text.ts';
import { AMOUNT_AFTER, CODE, MONTH, NAMED_SO, OTHER_NUMBER } from './code-words.ts';
import { type Site, securedSite, siteOf } from './site.ts';

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

/**
 * Within a text that is readable (code-text.ts): digits, two or three groups of them, groups of capitals, or letters
 * and digits mixed.
 */
const GROUPS = String.raw`\d{3}(?: ?- ?| )\d{3}|\d{2}[ -]\d{2}[ -]\d{2}|\d{4}(?: ?- ?| )\d{4}`;
const MIXED = String.raw`[A-Z0-9]{3,4}-[A-Z0-9]{3,4}|(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{5,8}`;
/** It ends unless a letter or digit of its own kind goes on: scripts without spaces may touch it. */
const CANDIDATE = new RegExp(
  String.raw`(?<![\p{Script=Latin}\d@#/=&?%+.,$€£_-])(?:[A-Z]-)?(${GROUPS}|\d{4,10}|${MIXED})` +
    String.raw`(?![\p{Script=Latin}\d@_]|-[\p{Script=Latin}\d]|[.,]\d+(?!\p{L}|\d))`,
  'gu',
);
/** Words of letters and digits that everybody writes: a time, a size, an ordinal. */
const UNIT = /^\d+(min|mins|hrs?|[ap]m|st|nd|rd|th|[kmgt]i?b(it)?|px|km|kg|mm|cm|ml|days?|x\d+|eur|usd)$/i;

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

interface Candidate {
  /** As it is typed. */
  readonly digits: string;
  readonly written: string;
  readonly before: string;
  readonly after: string;
}

function* candidates(text: string): Generator<Candidate> {
  for (const match of text.matchAll(CANDIDATE)) {
    const written = match[1] ?? '';
    const start = match.index + match[0].length - written.length;
    const end = start + written.length;
    const before = plain(text.slice(Math.max(0, start - 90), start));
    const after = plain(text.slice(end, end + 60));
    yield { written, digits: written.replace(/[\s-]/g, ''), before, after };
  }
}

const lineBefore = (before: string): string => before.slice(before.lastIndexOf('\n') + 1);
const isAlone = ({ before, after }: Candidate): boolean => /(^|\n)\s*$/.test(before) && /^\s*(\n|$)/.test(after);

/** How much speaks against it: it is something else that is counted, an amount, a date, a part of a longer number. */
function doubt(candidate: Candidate): number {
  const { written, before, after } = candidate;
  const sameLine = lineBefore(before);
  let doubts = 0;
  if (
    OTHER_NUMBER.test(sameLine) &&
    !/(verif\w*|secur\w*|login|sign|access|confirm\w*|one.?time)[ -]?code[ :]*$/.test(sameLine)
  )
    doubts += 5;
  if (AMOUNT_AFTER.test(after)) doubts += 4;
  if (/\d[ -]$/.test(before) || /^[ -]\d/.test(after)) doubts += 4;
  // A year, unless a code's own words stand right before it.
  if (/^(19|20)\d\d$/.test(written) && (MONTH.test(before) || !/[:：]\s*$|\b(is|code|pin)\s*$|\n\s*$/.test(before)))
    doubts += 4;
  if (/^(19|20)\d\d ?- ?(19|20)\d\d$/.test(written)) doubts += 4;
  return doubts;
}

function scoreOf(candidate: Candidate): number {
  const { digits, written, before, after } = candidate;
  const sameLine = lineBefore(before);
  const alone = isAlone(candidate);
  let score = -doubt(candidate);
  if (CODE.test(sameLine)) score += 3;
  else if (CODE.test(before)) score += 2.5;
  if (CODE.test(alone ? after : (after.split('\n')[0] ?? ''))) score += alone ? 2 : 3;
  if (alone) score += 1.5;
  const named = NAMED_SO.test(before);
  if (named) score += 0.5;
  if (digits.length === 6) score += 0.5;
  // A candidate that looks like a word or a long number must be called a code in so many words, or stand alone.
  const isUsual = /^(\d{4,8}|[A-Z\d]+)$/.test(digits) && digits.length <= 8;
  if (!isUsual && (UNIT.test(written) || !(alone || (named && CODE.test(sameLine))))) score -= 4;
  // Groups in capitals without any digit are words ("SALE-WEEK").
  if (!/\d/.test(written) && score < 4) score = 0;
  return score;
}

const parts = (mail: MailText): (readonly [text: string, bonus: number])[] => [
  [codeText(mail.subject), 1],
  [codeText(withoutLinks(mail.text).slice(0, 20_000)), 0],
];

/** The code a mail brings, or null. The subject is looked at first: a code there is meant to be seen. */
export function findCode(mail: MailText): Code | null {
  const texts = parts(mail);
  if (!texts.some(([text]) => CODE.test(plain(text)))) return null;
  let best: Code | null = null;
  let bestScore = 3;
  for (const [text, bonus] of texts) {
    for (const candidate of candidates(text)) {
      const score = scoreOf(candidate) + bonus;
      if (score < bestScore || (score === bestScore && best !== null)) continue;
      best = { written: candidate.written, digits: candidate.digits };
      bestScore = score;
    }
  }
  return best;
}

/**
 * A number that is nothing else. Short ones are parts of addresses, too, and must end a line or a sentence of their
 * own.
 */
function standsAlone(candidate: Candidate): boolean {
  const { digits, before, after } = candidate;
  if (!/^\d+$/.test(digits) || doubt(candidate) > 0) return false;
  const ends = /^\s*($|\n|[.!。！](\s|$))/.test(after) && !/[,©(]/.test(lineBefore(before));
  return digits.length >= 6 || isAlone(candidate) || ends;
}

/**
 * The code for a field that waits for so many characters, in a mail that is the site's own and fresh: a number that
 * words call a code, or else the one number of that length that is nothing else, in any language.
 */
export function findCodeOf(mail: MailText, length: number): Code | null {
  const known = findCode(mail);
  if (known?.digits.length === length) return known;
  if (known !== null) return null;
  const found = new Map<string, Code>();
  for (const [text] of parts(mail)) {
    for (const candidate of candidates(text)) {
      const { digits, written } = candidate;
      if (digits.length === length && standsAlone(candidate)) found.set(digits, { digits, written });
    }
  }
  return found.size === 1 ? ([...found.values()][0] ?? null) : null;
}

const CONFIRM =
  /confirm|verif|activat|validat|complete (your )?(sign|regist)|finish (sign|set|regist)|set up your account|bestatig|aktivier|verifizier|freischalt|abschliess|activer|valider|finaliser|activar|valida|completa|ativar|conferma|attiva|bevestig|activeer|potwierdz|aktywuj|zweryfikuj|подтверд|активир|завершить|onayla|dogrula|etkinlestir|確認|認証|有効化|登録を完了|确认|驗證|验证|激活|확인|인증|تأكيد|تفعيل|אימות|bekraft|aktivera|bekreft|vahvista|potvrd|aktivovat|megerosit|confirma|επιβεβα|xac nhan|konfirmasi|sign in to|log ?in to|magic|einloggen bei/;
const NOT_CONFIRM =
  /unsubscri|abmelden|abbestell|desabonn|desinscri|darse de baja|cancelar la susc|descadastr|disiscri|afmeld|wypisz|отпис|配信停止|退订|수신 ?거부|opt.?out|preferenc|privacy|datenschutz|terms|agb\b|help|support|faq|imprint|impressum|contact|facebook|twitter|instagram|linkedin|youtube|app.?store|play\.google|not (you|me)|did ?n.?t (request|sign)|wasn.?t|nicht (du|sie|ich)|view (in|this)|im browser|report/;
const CONFIRM_PATH = /confirm|verif|activat|validat|bestaetig|aktiv|opt-?in|magic|token=|[?&](key|code|hash|sig)=/;
/**
 * The whole of a button that logs in. The same words lead to the shop's own door, so the address must carry a secret as
 * well.
 */
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
export function findConfirmation(mail: MailText, sites: readonly Site[]): Confirmation | null {
  let best: Confirmation | null = null;
  let bestScore = 2;
  const about = CONFIRM.test(plain(mail.subject)) ? 1 : 0;
  for (const { url, text } of mail.links.slice(0, 200)) {
    const link = webLink(url);
    const target = link && siteOf(link.href);
    if (link === null || target === null) continue;
    // A site that is met over plain http may link to its https self, never the other way round.
    if (!sites.some((site) => site === target || securedSite(site) === target)) continue;
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
