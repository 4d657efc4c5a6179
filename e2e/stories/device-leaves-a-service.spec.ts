// Two people talk; one of them adds a third service by its domain and leaves the first. Nothing is lost on the way, the
// correspondent has nothing to do, and it can be taken back until the end.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';
import { ServicesPage } from '../people/services-page.ts';

test('adds a service by its domain, leaves another, and goes on talking', async ({ alex, blair, town }) => {
  await acquaint(alex, blair);
  const third = await town.opens('third', ['sending', 'receiving']);
  const [alexs, blairs] = [await alex.opensPanel(), await blair.opensPanel()];
  await alexs.opensConversation('Blair');
  await blairs.opensConversation('Alex');
  await alexs.says('Before');
  await blairs.hears('Before');

  const services = await ServicesPage.openedBy(alex);
  await services.looksUp('http://example.org');
  await services.isRefused('A service elsewhere must use https');
  await services.looksUp('192.168.1.1');
  await services.isRefused('leads into this computer or its network');
  await services.looksUp(town.main.origin);
  await services.isRefused('You already use this service.');
  await services.looksUp('localhost:9');
  await services.isRefused('No service answers at this address.');
  // Alex has given access to all sites. Without it the browser keeps back what a web site answers, and that is no
  // answer.
  await services.looksUp(`localhost:${new URL(town.shopUrl).port}`);
  await services.isRefused('Something answers at this address, but it is not a service of this kind.');
  await services.looksUp(third.origin);
  await expect(services.dialog).toContainText('Sends and receives');
  await expect(services.dialog.locator('code')).toHaveText(/^([0-9a-f]{4} ){7}[0-9a-f]{4}$/);
  // All of them run on this machine, which the person is warned of.
  await expect(services.dialog).toContainText('run by the same people');
  await services.shot('service-shown');
  await services.dialog.getByRole('button', { name: 'Cancel' }).click();
  expect(await services.hosts()).toEqual([town.main.origin, town.second.origin]);
  await services.looksUp(third.origin);
  await services.joins(third.origin);
  await services.chooses(third.origin, 'Prefer it');
  await expect.poll(() => services.hosts()).toEqual([town.main.origin, third.origin, town.second.origin]);

  await services.chooses(town.main.origin, /^Leave/);
  await expect(services.dialog).toContainText('One person is told.');
  await services.shot('service-leave-asked');
  await services.dialog.getByRole('button', { name: 'Start leaving' }).click();
  const left = services.row(town.main.origin);
  await expect(left).toContainText('People who have moved: 0 of 1.');
  await expect(left).toContainText('Blair may still write to the old address.');
  await expect(left).toContainText(/Safe to leave on .*\d{4} at the latest/);
  await services.shot('service-leaving');
  // The message carries the news; the answer shows that it came.
  await alexs.says('Meanwhile');
  await blairs.hears('Meanwhile');
  await expect(left).toContainText('People who have moved: 1 of 1.');
  await blairs.says('I hear you');
  await alexs.hears('I hear you');
  await services.shot('service-moved');

  await left.getByRole('button', { name: 'Stay' }).click();
  await expect(left).not.toContainText('Leaving');
  await expect(left).toContainText('Connected');
  await services.beginsToLeave(town.main.origin);
  await alex.browser.killWorker();
  await expect(left).toContainText('Leaving');
  await left.getByRole('button', { name: 'Leave now' }).click();
  await services.dialog.getByRole('button', { name: 'Leave now' }).click();
  await expect(left).toContainText(/You left it on/);
  await services.shot('service-left');
  await left.getByRole('button', { name: 'OK' }).click();
  await expect.poll(() => services.hosts()).toEqual([third.origin, town.second.origin]);

  // The service that was left may be away: messages to Alex do not go there any more.
  await town.main.down();
  await blairs.says('Where are you now?');
  await alexs.hears('Where are you now?');
  await town.main.up();
  await alexs.says('Elsewhere, as you see');
  await blairs.hears('Elsewhere, as you see');
  await services.chooses(town.second.origin, /^Leave/);
  await services.dialog.getByRole('button', { name: /^(Start leaving|Leave now)$/ }).click();
  await expect(services.part).toContainText('You use only one service.');
  await services.chooses(third.origin, /^Leave/);
  await expect(services.dialog).toContainText('You send through no other service. Add one first.');
  await services.dialog.getByRole('button', { name: 'Cancel' }).click();
  await alexs.goesHome();
  await expect(alexs.connectionLine).toContainText('Connected to only one service');
});
