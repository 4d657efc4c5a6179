// One secret of an entry, for a page in which the person pressed for it.
import { type OneTimeCode, oneTimeCode } from '#logins/one-time/code.ts';
import type { AppContext } from '../ports/ports.ts';
import { entry, entryHistory } from '../records/entry.ts';
import { login } from '../records/login.ts';

export type SecretPart = 'password' | 'field' | 'version' | 'card-number' | 'card-code' | 'card-pin';

/** @param index of the field, or of the former version @returns null if there is none (any more) */
export async function secretOf(
  { store }: Pick<AppContext, 'store'>,
  id: string,
  part: SecretPart,
  index: number,
): Promise<string | null> {
  const [kept, fills, history] = await store.read([entry(id), login(id), entryHistory(id)]);
  switch (part) {
    case 'password':
      return fills?.password ?? null;
    case 'field':
      return kept?.fields[index]?.value ?? null;
    case 'version':
      return history?.versions[index]?.password ?? null;
    case 'card-number':
      return kept?.card?.number ?? null;
    case 'card-code':
      return kept?.card?.code ?? null;
    case 'card-pin':
      return kept?.card?.pin ?? null;
  }
}

/** @returns null if there is none (any more) */
export async function oneTimeCodeOf(
  app: Pick<AppContext, 'store' | 'now'>,
  id: string,
  index: number,
): Promise<OneTimeCode | null> {
  const [kept] = await app.store.read([entry(id)]);
  const one = kept?.oneTimes[index];
  return one === undefined ? null : oneTimeCode(one, app.now());
}
