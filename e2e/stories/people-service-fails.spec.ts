// One of two services fails in the middle of a conversation, then comes back; then the other does. Both go on talking,
// with nothing to do for them and nothing to see, and nothing is there twice afterwards.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';

test('goes on while one of two services is away, whichever it is', async ({ alex, blair, town }) => {
  const { alexs, blairs } = await acquaint(alex, blair);
  const here = await alex.opensPanel();
  const there = await blair.opensPanel();
  await here.opensConversation('Blair');
  await there.opensConversation('Alex');
  const said: string[] = [];
  const talk = async (about: string) => {
    for (const text of [`Alex: ${about}, one`, `Alex: ${about}, two`]) {
      await here.says(text);
      await there.hears(text);
      said.push(text);
    }
    const answer = `Blair: ${about}`;
    await there.says(answer);
    await here.hears(answer);
    said.push(answer);
    await here.seesDelivery('Read');
    await there.seesDelivery('Read');
  };

  await talk('all is well');
  for (const house of [town.main, town.second]) {
    await house.down();
    await talk(`without ${house === town.main ? 'the first' : 'the second'}`);
    await house.up();
    await talk(`with ${house === town.main ? 'the first' : 'the second'} again`);
  }
  for (const [person, id] of [
    [alex, alexs],
    [blair, blairs],
  ] as const) {
    const texts = await person.texts(id);
    expect(texts.map(({ text }) => text)).toEqual(said);
    expect(texts.filter(({ mine, delivery }) => mine && delivery !== 'read')).toEqual([]);
  }
});
