// Codes in front of the camera: an invitation's, also chosen or pasted as a picture, and an authenticator's.

import { expect } from '@playwright/test';
import { cameraArguments, filmOf } from '../people/camera.ts';
import { test } from '../people/people-story.ts';
import { Person } from '../people/person.ts';

test('reads an invitation’s code with the camera, in a tab, and from a picture, chosen or pasted', async ({
  alex,
  person,
}) => {
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

  await panel.pastesPicture(picture);
  await panel.sees('Alex invites you');
  await panel.accepts('Blair');
  await alex.relationshipWith('Blair');

  await filmOf('otpauth://totp/Corner%20Shop:blair?secret=JBSWY3DPEHPK3PXP&issuer=Corner%20Shop', film);
  await panel.page.evaluate(() => {
    location.hash = '#/add-code//';
  });
  const [scans] = await Promise.all([
    blair.browser.context.waitForEvent('page'),
    panel.presses('Scan a code with the camera'),
  ]);
  await expect(scans.getByRole('heading', { name: 'Corner Shop' })).toBeVisible();
  await scans.getByRole('button', { name: 'Add the code' }).click();
  await expect(scans.locator('.code-digits')).toHaveText(/^\d{3} \d{3}$/);
});
