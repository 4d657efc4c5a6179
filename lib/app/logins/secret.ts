// One secret of an entry, for a page in which the person pressed for it.
import { type OneTimeCode, oneTimeCode } from '#logins/one-time/code.ts';
import type { AppContext } from '../ports/ports.ts';
import { entry, entryHistory } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { versionCalled } from './version-name.ts';

export type SecretPart = 'password' | 'proposed' | 'field' | 'version' | 'card-number' | 'card-code' | 'card-pin';

/**
 * @param index of the field
 * @param version the former version's name
 * @returns null if there is none (any more)
 */
export async function secretOf(
  app: Pick<AppContext, 'store' | 'namingKey'>,
  id: string,
  part: SecretPart,
  index: number,
  version = '',
): Promise<string | null> {
  const [kept, fills, history] = await app.store.read([entry(id), login(id), entryHistory(id)]);
  switch (part) {
    case 'password':
      return fills?.password ?? null;
    case 'proposed':
      return fills?.proposed?.password ?? null;
    case 'field':
      return kept?.fields[index]?.value ?? null;
    case 'version':
      return versionCalled(app, history, version)?.password ?? null;
    case 'card-number':
      return kept?.card?.number ?? null;
    case 'card-code':
      return kept?.card?.code ?? null;
    case 'card-pin':
      return kept?.card?.pin ?? null;
  }
}

/** @returns by the right time, as far as it is known for sure, with its end by this device's; null: there is none */
export async function oneTimeCodeOf(
  app: Pick<AppContext, 'store' | 'now' | 'skew'>,
  id: string,
  index: number,
): Promise<OneTimeCode | null> {
  const [kept] = await app.store.read([entry(id)]);
  const one = kept?.oneTimes[index];
  if (one === undefined) return null;
  const skew = app.skew?.();
  const offBy = skew?.isSure === true ? skew.offByMs : 0;
  const code = oneTimeCode(one, app.now() + offBy);
  return { ...code, validUntil: code.validUntil - offBy };
}
