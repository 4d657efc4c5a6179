// What was drawn for a person: kept before anybody sees it, for thirty days, so that a password that a form took and
// nobody noted is found again. And how they like it drawn.
import { equal } from '#bytes/bytes.ts';
import { clip, utf8Length, wellFormed } from '#bytes/utf8.ts';
import { DEFAULT_PASSPHRASE_OPTIONS } from '#logins/generate/passphrase.ts';
import { createPassword, DEFAULT_PASSWORD_OPTIONS, type PasswordHints } from '#logins/generate/password.ts';
import { DEFAULT_USERNAME_OPTIONS } from '#logins/generate/username.ts';
import { type Site, siteLabel } from '#logins/site.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { idBytes, idText } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import {
  generated,
  generatorSettings,
  LONGEST_GENERATED,
  LONGEST_SEPARATOR_BYTES,
  MOST_GENERATED,
} from '../records/generator.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import type { GeneratedView, GeneratedWhat, GeneratorView } from '../views/generator.ts';

export const GENERATED_DAYS = 30;

/** Something that was drawn. */
export interface DrawnText {
  readonly id: Uint8Array;
  readonly what: GeneratedWhat;
  readonly text: string;
  readonly site: string;
}

const isFresh = (now: number): ((one: { readonly at: number }) => boolean) => {
  const since = now - GENERATED_DAYS * DAY_MS;
  return ({ at }) => at > since;
};

/** @param replaces one that was shown for a moment only, on the way to this one */
export function noteDrawn(
  transaction: Transaction,
  now: number,
  { id, what, text, site }: DrawnText,
  replaces: Uint8Array | null = null,
): void {
  const { items, clearedAt } = transaction.get(generated) ?? { items: [], clearedAt: 0 };
  const others = items.filter((one) => !equal(one.id, id) && (replaces === null || !equal(one.id, replaces)));
  const drawn = { id, what, text: wellFormed(text), site: clip(wellFormed(site), 255), at: now };
  transaction.put(generated, { items: [drawn, ...others.filter(isFresh(now))].slice(0, MOST_GENERATED), clearedAt });
}

/**
 * Before it is shown, copied or filled. @param id 32 hex digits that the page drew: a second try keeps none twice
 * @returns false if it is longer than anything that is drawn
 */
export async function keepDrawn(
  app: Pick<AppContext, 'store' | 'now'>,
  { id, ...drawn }: Omit<DrawnText, 'id'> & { readonly id: string },
  replaces: string | null,
): Promise<boolean> {
  if (utf8Length(drawn.text) > LONGEST_GENERATED) return false;
  const now = app.now();
  const before = replaces === null ? null : idBytes(replaces);
  await transact(
    app.store,
    [generated],
    (transaction) => noteDrawn(transaction, now, { id: idBytes(id), ...drawn }, before),
    STRICT,
  );
  return true;
}

/** A new password for a form of this site, as long as the person likes them where the form and its site say nothing. */
export async function passwordFor(app: AppContext, hints: PasswordHints): Promise<string> {
  const { password } = await showGenerator(app);
  return createPassword(app.entropy, hints, password.length).text;
}

/** *New password* in a page: drawn by what its form asks for, and kept before it is answered. */
export async function drawNewPassword(app: AppContext, at: Site, hints: PasswordHints): Promise<string> {
  const text = await passwordFor(app, hints);
  const now = app.now();
  const id = app.entropy(16);
  await transact(
    app.store,
    [generated],
    (transaction) => noteDrawn(transaction, now, { id, what: 'password', text, site: siteLabel(at) }),
    STRICT,
  );
  return text;
}

/** The newest first. */
export async function generatedLately({ store, now }: Pick<AppContext, 'store' | 'now'>): Promise<GeneratedView[]> {
  const [known] = await store.read([generated]);
  return (known?.items ?? [])
    .filter(isFresh(now()))
    .map(({ id, what, site, at }) => ({ id: idText(id), what, site, at }));
}

/** @returns null if it is not kept (any more) */
export async function generatedText(
  { store, now }: Pick<AppContext, 'store' | 'now'>,
  id: string,
): Promise<string | null> {
  const [known] = await store.read([generated]);
  const bytes = idBytes(id);
  return known?.items.filter(isFresh(now())).find((one) => equal(one.id, bytes))?.text ?? null;
}

export async function clearGenerated(app: AppContext): Promise<void> {
  const now = app.now();
  await transact(app.store, [generated], (transaction) => {
    transaction.put(generated, { items: [], clearedAt: now });
  });
}

/** Upkeep: old texts go, also if nothing is drawn any more. */
export async function forgetGenerated(app: AppContext): Promise<void> {
  const now = app.now();
  await transact(app.store, [generated], (transaction) => {
    const known = transaction.get(generated);
    const fresh = known?.items.filter(isFresh(now)) ?? [];
    if (known !== null && fresh.length < known.items.length) transaction.put(generated, { ...known, items: fresh });
  });
}

const DEFAULTS: GeneratorView = {
  what: 'password',
  password: DEFAULT_PASSWORD_OPTIONS,
  passphrase: { ...DEFAULT_PASSPHRASE_OPTIONS, language: '' },
  username: DEFAULT_USERNAME_OPTIONS,
};

export async function showGenerator({ store }: Pick<AppContext, 'store'>): Promise<GeneratorView> {
  const [known] = await store.read([generatorSettings]);
  if (known === null) return DEFAULTS;
  const { setAt: _, ...chosen } = known;
  return chosen;
}

export async function setGenerator(app: Pick<AppContext, 'store' | 'now'>, chosen: GeneratorView): Promise<void> {
  const now = app.now();
  const separator = clip(wellFormed(chosen.passphrase.separator), LONGEST_SEPARATOR_BYTES);
  await transact(app.store, [generatorSettings], (transaction) => {
    transaction.put(generatorSettings, { ...chosen, passphrase: { ...chosen.passphrase, separator }, setAt: now });
  });
}
