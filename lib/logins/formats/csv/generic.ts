// A CSV of nobody that is known: a sheet that a person keeps, another manager's. Columns are taken for what their names
// say, in some languages; all others become fields.
import type { EntryField } from '../entry.ts';
import type { EntryFormat } from '../format.ts';
import { codesOf, folderOf, isYes, writtenSites } from './cells.ts';
import { csvFormat } from './csv-format.ts';
import type { CsvRow, CsvTable } from './table.ts';

/** Letters and digits of a column's name. */
const CALLED = {
  title: [
    'title',
    'name',
    'account',
    'accountname',
    'itemname',
    'label',
    'entry',
    'titel',
    'titre',
    'titulo',
    'título',
  ],
  url: [
    ...['url', 'uri', 'website', 'websiteurl', 'websiteaddress', 'websites', 'web', 'webaddress', 'site', 'siteurl'],
    ...['link', 'loginurl', 'loginuri', 'host', 'hostname', 'domain', 'webseite', 'adresse', 'sitio', 'urls'],
  ],
  username: [
    ...['username', 'user', 'userid', 'login', 'loginname', 'loginusername', 'usr', 'benutzername', 'benutzer'],
    ...['anmeldename', 'utilisateur', 'identifiant', 'nomdutilisateur', 'usuario', 'nombredeusuario', 'utente'],
  ],
  email: ['email', 'emailaddress', 'mail', 'mailaddress', 'correo', 'courriel'],
  password: [
    ...['password', 'pass', 'passwd', 'passwort', 'kennwort', 'pwd', 'loginpassword', 'motdepasse', 'mdp'],
    ...['contraseña', 'contrasena', 'clave', 'senha', 'parola', 'wachtwoord', 'hasło', 'пароль', '密码', 'パスワード'],
  ],
  note: [
    ...['note', 'notes', 'comment', 'comments', 'extra', 'description', 'remark', 'remarks', 'memo', 'notiz'],
    ...['notizen', 'bemerkung', 'kommentar', 'remarque', 'notas', 'nota', 'securenote'],
  ],
  code: [
    ...['totp', 'otp', 'otpauth', 'otpurl', 'otpsecret', 'totpsecret', 'totpuri', 'logintotp', '2fa', 'twofactor'],
    ...['onetimepassword', 'onetimecode', 'authenticator', 'authenticatorkey', 'verificationcode'],
  ],
  folder: ['folder', 'group', 'grouping', 'category', 'path', 'ordner', 'gruppe', 'kategorie', 'dossier', 'carpeta'],
  tags: ['tags', 'labels', 'keywords'],
  favourite: ['favorite', 'favourite', 'fav', 'starred'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type Meaning = keyof typeof CALLED;

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  (Object.keys(CALLED) as Meaning[]).flatMap((meaning) => CALLED[meaning].map((name) => [name, meaning] as const)),
);

/** Of a table, found out once and not for each row. */
interface Column {
  readonly name: string;
  readonly label: string;
  readonly meaning: Meaning | undefined;
  readonly isSecret: boolean;
}
const columnsByTable = new WeakMap<CsvTable, readonly Column[]>();

/** Each name once. */
function columnsIn(table: CsvTable): readonly Column[] {
  const known = columnsByTable.get(table);
  if (known !== undefined) return known;
  const labels = new Map(table.columns.map((name, at) => [name, table.labels[at] ?? name] as const).reverse());
  const columns = [...new Set(table.columns)].map((name) => ({
    ...{ name, label: labels.get(name) ?? name },
    ...{ meaning: meaningOf(name), isSecret: SECRET.test(name) },
  }));
  columnsByTable.set(table, columns);
  return columns;
}

const meaningOf = (column: string): Meaning | undefined => MEANINGS.get(column.replace(/[^\p{L}\p{M}\p{N}]/gu, ''));

/** What nobody should read over a shoulder. */
const SECRET = /pass|pin\b|secret|code|cvv|cvc|key|token/;

/** A password, and something to use it for. */
function isOfLogins(columns: ReadonlySet<string>): boolean {
  const there = new Set([...columns].map(meaningOf));
  return (
    there.has('password') && (['url', 'username', 'email', 'title'] as const).some((meaning) => there.has(meaning))
  );
}

/** @param known formats that are asked first */
export function genericCsvFormat(known: readonly EntryFormat[]): EntryFormat {
  const format = csvFormat({
    id: 'csv',
    name: 'CSV',
    isOf: isOfLogins,
    entryOf: (row, report, table) => {
      const below = (meaning: Meaning): string[] =>
        columnsIn(table)
          .filter((column) => column.meaning === meaning)
          .flatMap(({ name }) => row.cells(name));
      const { oneTimes, kept } = codesOf(below('code')[0] ?? '', 'one-time code', report);
      return {
        title: below('title')[0] ?? '',
        folder: folderOf(below('folder')[0] ?? '', /[/\\]/),
        tags: folderOf(below('tags').join(','), /[,;]/),
        favourite: isYes(below('favourite')[0] ?? ''),
        sites: writtenSites(below('url')),
        username: below('username')[0] ?? '',
        email: below('email')[0] ?? '',
        password: below('password')[0] ?? '',
        oneTimes,
        note: below('note').join('\n\n'),
        fields: [...otherFields(row, table), ...kept],
      };
    },
    lostReading: { 'hidden-fields': 'partly' },
  });
  return {
    ...format,
    recognises: (source) => format.recognises(source) && !known.some((one) => one.recognises(source)),
  };
}

/** Columns of no meaning that is known, and all but the first cell of those that have one place. */
function otherFields(row: CsvRow, table: CsvTable): EntryField[] {
  const taken = new Set<Meaning>(['url', 'note', 'tags']);
  const whole: ReadonlySet<Meaning> = new Set(taken);
  const fields: EntryField[] = [];
  for (const { name, label, meaning, isSecret } of columnsIn(table)) {
    for (const value of row.cells(name)) {
      const isPlaced = meaning !== undefined && (whole.has(meaning) || !taken.has(meaning));
      if (meaning !== undefined) taken.add(meaning);
      if (!isPlaced) fields.push({ name: label, value, type: isSecret ? 'hidden' : 'text', section: '' });
    }
  }
  return fields;
}
