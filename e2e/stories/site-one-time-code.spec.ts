// A one-time code: read off the site's own page, confirmed by the person, and filled at the next log-in, whose site
// counts it by itself.
import { expect } from '@playwright/test';
import { SHOP, writes } from '../people/mail.ts';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

test('a one-time code is read off the page, and filled at the next log-in', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { site } = shop;
  const { email } = await shop.takesNewIdentity();
  await shop.signsUp();
  await shop.fillsCode();
  await shop.confirms();

  await shop.goesTo('/account/two-step');
  const picture = (await site.page.getByAltText('Code for your authenticator app').getAttribute('src')) ?? '';
  const { page } = await alex.getsPanel(() => alex.choosesInContextMenu('code', site.page, picture));
  await expect(page.getByRole('heading', { name: 'Corner Shop' })).toBeVisible();
  await expect(page.getByText(`Seen on ${town.shopSite}`)).toBeVisible();
  await expect(page.getByText(email).first()).toBeVisible();
  if (process.env.NUCLEUS_SHOTS) await page.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/code-confirm.png` });
  await page.getByRole('button', { name: 'Add the code' }).click();
  const digits = page.locator('.code-digits');
  await expect(digits).toHaveText(/^\d{3} \d{3}$/);
  if (process.env.NUCLEUS_SHOTS) await page.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/code-entry.png` });

  await page.close();
  await site.page.bringToFront();
  await site.field('Code').click();
  await site.chooses('One-time code');
  await expect(site.field('Code')).toHaveValue(/^\d{6}$/);
  await site.page.getByRole('button', { name: 'Turn on' }).click();
  await expect(site.page.getByText('Two-step log-in is on.')).toBeVisible();

  await shop.logsOut();
  await shop.goesTo('/log-in');
  await site.field('E-mail').click();
  await site.chooses(/./);
  await expect(site.field('Password')).not.toHaveValue('');
  await site.page.getByRole('button', { name: 'Log in' }).click();
  // The page knows who logs in: the code is offered by itself.
  await site.chooses('One-time code');
  await expect(site.field('Code')).toHaveValue(/^\d{6}$/);
  const popup = await alex.opensPopup();
  // Beside it a code of the shop's mail may still stand, which is written without a gap.
  await expect(popup.card.locator('.code-digits').filter({ hasText: /^\d{3} \d{3}$/ })).toBeVisible();
  await popup.shot('popup-one-time-code');
  await popup.closes();
  await site.page.bringToFront();
  await site.page.getByRole('button', { name: 'Continue' }).click();
  await shop.isWelcomed();

  // One that is pasted as text, and refused in words before it is right.
  const codes = await alex.opensPanel();
  await codes.page.evaluate(() => {
    location.hash = '#/add-code//';
  });
  const typed = codes.page.getByLabel('Key or link');
  await typed.fill('otpauth://hotp/Bank:alex?secret=JBSWY3DPEHPK3PXP&counter=1');
  await codes.page.getByRole('button', { name: 'Continue' }).click();
  await expect(codes.page.getByRole('alert')).toBeVisible();
  await typed.fill('otpauth://totp/Bank:alex?secret=jbsw%20y3dp-ehpk3pxp&issuer=Bank');
  await codes.page.getByRole('button', { name: 'Continue' }).click();
  await expect(codes.page.getByRole('heading', { name: 'Bank' })).toBeVisible();
  await codes.page.getByRole('button', { name: 'Add the code' }).click();
  await expect(codes.page.locator('.code-digits')).toHaveText(/^\d{3} \d{3}$/);
  await codes.page.close();

  // A clock that is off is noticed by the next answer of a service.
  await alex.browser.movesClock(180_000);
  await writes(town, { from: SHOP, to: email, subject: 'Your order', text: 'It is on its way.' });
  const panel = await alex.opensPanel();
  await expect(panel.page.getByText('Your order').first()).toBeVisible();
  await panel.page.getByRole('button', { name: 'Log-ins and notes' }).click();
  await panel.page.getByRole('link', { name: new RegExp(town.shopSite) }).click();
  await expect(panel.page.getByText(/clock (is|seems to be) 3 minutes off/)).toBeVisible();
  if (process.env.NUCLEUS_SHOTS) await panel.page.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/clock-off.png` });
});
