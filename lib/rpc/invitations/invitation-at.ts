// An invitation's link, by its address: the link must be one, hosted by the page's own origin.
import { type WebUrl, webUrl } from '#bytes/web-url.ts';
import { readInvitationText } from '#protocol/pairwise/invitation.ts';
import { INVITATION_PATH } from '#wire/endpoints.ts';

/** The address, if it is an invitation's link. */
export function invitationAt(url: string): WebUrl | null {
  const parsed = webUrl(url);
  if (parsed === null || parsed.pathname !== INVITATION_PATH || parsed.search !== '') return null;
  const read = readInvitationText(parsed.hash);
  return read !== null && 'locator' in read && read.locator.origin === parsed.origin ? parsed : null;
}
