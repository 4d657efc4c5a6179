// The issuer in a process: its endpoints, and those by which anybody's Privacy Pass client talks to it.

import { serveRole } from '../http/serve.ts';
import { Issuer } from '../issuer/issuer.ts';
import type { IssuerKeys } from '../issuer/issuer-keys.ts';
import { serveIssuer } from '../issuer/rfc.ts';
import { PER_DAY } from '../process/config.ts';
import { NOBODY, type ProcessParts } from '../process/parts.ts';

export function startIssuer(parts: ProcessParts, keys: IssuerKeys): void {
  const { accounts = 'open', invitations = [], listed = [], perDay } = parts.config.issuer ?? {};
  const terms = { policy: accounts, invitations, listed, perDay: { ...PER_DAY, ...perDay } };
  const issuer = new Issuer({ ...parts, keys, terms });
  const serving = parts.serving(NOBODY);
  serveRole(parts.app, 'issuer', issuer.handlers, serving);
  serveIssuer(parts.app, issuer, serving);
}
