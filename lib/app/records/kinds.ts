// Every record kind: what the store adapters make object stores (or tables) of.
import { blobDigestsKind, blobPartKind, fetchedKind, longTextKind, transferKind } from './attachment.ts';
import { entryFileKind, entryHistoryKind, entryKind, entryUploadKind, importKind, importMergeKind } from './entry.ts';
import { ignoredFindingsKind, leakAnswerKind, leakConsentKind } from './finding.ts';
import { formDraftsKind } from './form-draft.ts';
import { generatedKind, generatorKind } from './generator.ts';
import { acceptedKind, invitationKind } from './invitation.ts';
import { loginKind, siteKind } from './login.ts';
import { maskKind } from './mask.ts';
import { draftKind, mailKind, messageKind, messageNumberKind } from './message.ts';
import { moveKind } from './move.ts';
import { profileKind } from './profile.ts';
import { protonKind, skippedKeyKind } from './proton.ts';
import type { DeclaredKind } from './record.ts';
import { recentKind, relationshipKind } from './relationship.ts';
import { renewedKind } from './renewed.ts';
import { rootKind } from './root.ts';
import { savedFileKind } from './saved-file.ts';
import { serviceKind, servicesInUseKind } from './service.ts';
import { siteChoicesKind } from './site-choices.ts';
import { siteIconKind } from './site-icon.ts';
import { issuerAccountKind, paymentKind, tokenOrderKind, tokenStockKind } from './token.ts';
import {
  addressKind,
  heldRevocationKind,
  outboxKind,
  owingKind,
  seenKind,
  serviceTaskKind,
  setAsideKind,
} from './transit.ts';
import { failureKind, transitKind, troublesKind } from './watch.ts';

export const RECORD_KINDS: readonly DeclaredKind<any>[] = [
  profileKind,
  serviceKind,
  servicesInUseKind,
  relationshipKind,
  recentKind,
  protonKind,
  skippedKeyKind,
  messageKind,
  messageNumberKind,
  mailKind,
  draftKind,
  formDraftsKind,
  outboxKind,
  transitKind,
  troublesKind,
  failureKind,
  addressKind,
  seenKind,
  setAsideKind,
  owingKind,
  serviceTaskKind,
  heldRevocationKind,
  rootKind,
  moveKind,
  renewedKind,
  invitationKind,
  acceptedKind,
  loginKind,
  maskKind,
  siteKind,
  siteIconKind,
  siteChoicesKind,
  entryKind,
  entryHistoryKind,
  entryFileKind,
  entryUploadKind,
  importKind,
  importMergeKind,
  savedFileKind,
  generatedKind,
  generatorKind,
  ignoredFindingsKind,
  leakConsentKind,
  leakAnswerKind,
  fetchedKind,
  longTextKind,
  transferKind,
  blobPartKind,
  blobDigestsKind,
  issuerAccountKind,
  tokenStockKind,
  tokenOrderKind,
  paymentKind,
];
