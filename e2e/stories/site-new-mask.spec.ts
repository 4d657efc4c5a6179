// A mask leaked: the person makes a new one, gives it to the site, and switches the old one off. Nothing is lost on the
// way, and the log-in goes on.

import { expect } from '@playwright/test';
import { answerTo, SHOP, STRANGER, writes } from '../people/mail.ts';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

test('makes a new mask for one that leaked, logs in with the old one until the site has it, and switches that off', async ({
  alex,
  town,
}) => {
  const shop = await ShopVisit.begins(alex, town);
  const mine = await shop.takesNewIdentity();
  await shop.signsUp();
  await shop.fillsCode();
  await shop.confirms();
  await shop.logsOut();
  await writes(town, { from: STRANGER, to: mine.email, subject: 'Big deals', text: 'Buy now.' });

  const watch = await alex.browser.context.newPage();
  await watch.goto(alex.browser.url('sidepanel.html#/watch'));
  const leaked = watch.getByRole('region', { name: 'Leaked masks' });
  await expect(leaked).toContainText('Mail came from advertiser.localhost');
  const opened = await alex.nextTab(() => leaked.getByRole('button', { name: /^New mask: / }).click());
  await expect(opened.page).toHaveURL(new RegExp(`^${town.shopUrl}/`));
  await opened.page.close();
  await watch.bringToFront();
  await expect(leaked).toContainText('Change your e-mail address at the site to');
  const fresh = /to (\S+@mail\.localhost),/.exec(await leaked.innerText())?.[1] ?? '';
  expect(fresh).not.toBe(mine.email);
  if (process.env.NUCLEUS_SHOTS) await watch.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/watch-new-mask.png` });

  const panel = await alex.opensPanel();
  await panel.opensConversation(town.shopSite);
  for (const [to, subject] of [
    [mine.email, 'To the old one'],
    [fresh, 'To the new one'],
  ] as const) {
    await writes(town, { from: SHOP, to, subject, text: 'Thank you.' });
    await expect(panel.mail(subject)).toBeVisible();
  }
  await panel.opensMail('To the new one');
  await expect(panel.page.getByText(fresh)).toBeVisible();
  await panel.shot('mail-to-new-mask');

  await shop.site.page.bringToFront();
  const { site } = shop;
  const fills = async (path: string, email: string): Promise<void> => {
    await shop.goesTo(path);
    await site.field('E-mail').click();
    await site.shot(`menu-two-masks${path.replace('/', '-')}`);
    await site.chooses(mine.name);
    await expect(site.field('E-mail')).toHaveValue(email);
  };
  await fills('/sign-up', fresh);
  await fills('/log-in', mine.email);
  await expect(site.field('Password')).toHaveValue(mine.password);
  await shop.logsIn();
  await shop.logsOut();
  // The popup does as the menu does.
  await shop.goesTo('/log-in');
  const popup = await alex.opensPopup();
  await popup.fills();
  await expect(site.field('E-mail')).toHaveValue(mine.email);

  await watch.bringToFront();
  await leaked.getByRole('button', { name: /^The site has the new mask: / }).click();
  await expect(leaked).toContainText('still comes. Switch it off');
  await site.page.bringToFront();
  await fills('/log-in', fresh);
  await watch.bringToFront();
  await leaked.getByRole('button', { name: /^Switch the old mask off: / }).click();
  await expect(leaked).toHaveCount(0);
  await expect.poll(() => answerTo(town, { from: SHOP, to: mine.email, subject: 'Late', text: 'Late.' })).toBe(550);
  await writes(town, { from: SHOP, to: fresh, subject: 'After that', text: 'Thank you.' });
  await panel.page.bringToFront();
  await panel.goesBack();
  await expect(panel.mail('After that')).toBeVisible();
});
