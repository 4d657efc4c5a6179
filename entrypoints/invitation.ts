// The script in pages behind an invitation's link, registered for their path alone: most pages never carry it. It asks
// the worker who invites, which reads the link from the browser's own word, and draws the card.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { claimFrame, connectContent, localised } from '#adapters/browser/content-client.ts';
import { InvitationCard } from '#autofill/menu/invitation-card.ts';

export default defineUnlistedScript(() => {
  if (!claimFrame('nucleusInvitation')) return;
  const life = new AbortController();
  const { call } = connectContent(() => life.abort(), 'nucleusInvitation');
  const word = (key: string): string => localised(`invitationCard_${key}`);
  // Another fragment is another invitation, and the worker was told of this one.
  window.addEventListener('hashchange', () => life.abort(), { once: true, signal: life.signal });
  void call('invitation', null)
    .catch(() => ({ state: 'off' }) as const)
    .then((invitation) => {
      if (invitation.state === 'off' || life.signal.aborted) return;
      new InvitationCard({
        window,
        invitation,
        words: {
          title: word('title'),
          unseenTitle: word('unseenTitle'),
          text: word('text'),
          accept: word('accept'),
          dismiss: word('dismiss'),
          refused: word('refused'),
          beneath: word('beneath'),
        },
        onAccept: () => void call('openInvitation', null).catch(() => {}),
        signal: life.signal,
      });
    });
});
