// An invitation is for one person. A second acceptor is told so, and the inviter is warned that it was passed on.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint, Person } from '../people/person.ts';

test('tells the second who accepts that somebody was faster, and warns the inviter', async ({
  alex,
  blair,
  person,
}) => {
  const { alexs } = await acquaint(alex, blair);
  const [invitation] = await alex.asks('invitations', null);
  if (invitation === undefined) throw new Error('no invitation');

  const casey = await Person.settled('Casey', await person());
  const caseys = await casey.opensPanel();
  await caseys.pastesInvitation(invitation.bundle);
  await caseys.presses('Accept');
  await caseys.sees('Somebody else accepted this invitation of Alex before you, and it works only once.');
  await caseys.shot('invitation-used');

  const panel = await alex.opensPanel();
  await panel.opensInvitation('Blair');
  await panel.sees('This invitation was accepted.');
  await panel.sees('Somebody tried to use this invitation after it was accepted.');
  await panel.shot('tried-again');
  expect(await alex.relationshipWith('Blair')).toBe(alexs);
  expect((await alex.asks('conversations', { kind: 'all', offset: 0, limit: 10 })).total).toBe(1);
});
