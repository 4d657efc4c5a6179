// The page channel: popup, side panel, options and welcome → background. Every method that those pages can ask for,
// from its features.
import { attachments } from '../attachments/contract.ts';
import { codes } from '../codes/contract.ts';
import { conversations } from '../conversations/contract.ts';
import { generator } from '../generator/contract.ts';
import { invitations } from '../invitations/contract.ts';
import { logins } from '../logins/contract.ts';
import { services } from '../services/contract.ts';
import { sites } from '../sites/contract.ts';
import { vault } from '../vault/contract.ts';
import { loginWatch } from '../watch/contract.ts';

export const page = {
  ...vault,
  ...services,
  ...conversations,
  ...attachments,
  ...invitations,
  ...sites,
  ...logins,
  ...generator,
  ...loginWatch,
  ...codes,
} as const;
export type PageContract = typeof page;
