// An invitation that is shown as a code: held in front of the camera, chosen or pasted as a picture.

import { expect } from '@playwright/test';
import { cameraArguments, filmOf } from '../people/camera.ts';
import { test } from '../people/people-story.ts';
import { Person } from '../people/person.ts';

test('reads an invitation’s code with the camera, in a tab, and from a picture', async ({ alex, person }) => {
  const alexs = await alex.opensPanel();
  await alexs.invites('Blair', 'Alex');
  const link = await alexs.link();
  const picture = await alexs.page.locator('.qr').screenshot();

  const film = test.info().outputPath('code.y4m');
  await filmOf('https://shop.example/a-code-of-theirs', film);
  const blair = await Person.settled('Blair', await person({ arguments: cameraArguments(film) }));
  const panel = await blair.opensPanel();
  await panel.page.evaluate(() => {
    location.hash = '#/accept';
  });
  await panel.shot('accept-ways');
  const [tab] = await Promise.all([
    blair.browser.context.waitForEvent('page'),
    panel.presses('Scan a code with the camera'),
  ]);
  await expect(tab.getByText('This code is not an invitation.')).toBeVisible();
  if (process.env.NUCLEUS_SHOTS) await tab.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/scan.png` });
  await filmOf(link, film);
  await tab.reload();
  await expect(tab.getByRole('heading', { name: 'Alex invites you' })).toBeVisible();
  await expect(tab.locator('video')).toHaveCount(0);
  await tab.close();

  await panel.choosesPicture(picture);
  await panel.sees('Alex invites you');
  await panel.presses('Another invitation');
  await panel.choosesPicture(await panel.page.locator('h1').screenshot());
  await expect(panel.complaint).toContainText('No code was found in this picture.');

  await panel.choosesPicture(picture);
  await panel.sees('Alex invites you');
  await panel.accepts('Blair');
  await alex.relationshipWith('Blair');
});
