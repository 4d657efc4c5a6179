// How Bitwarden spells a one-time code (`login.totp`, `login_totp`). `readOneTime` reads it.
import type { OneTime } from '../formats/entry.ts';
import { otpauthLink } from './link.ts';

/** Steam's as a link of its own, which has no room for names: Bitwarden shows six digits for KeePassXC's spelling. */
export function bitwardenOneTime(oneTime: OneTime): string {
  return oneTime.alphabet === 'steam' ? `steam://${oneTime.secret}` : otpauthLink(oneTime);
}
