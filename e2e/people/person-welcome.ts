// The welcome page as a newcomer goes through it: a passphrase, a recovery code to keep, the permission to help on
// sites.

import { expect, type Page } from '@playwright/test';

export class Welcome {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async isAtStep(at: number): Promise<void> {
    await expect(this.page.getByLabel(`Step ${at} of 3`)).toBeVisible();
  }

  async types(passphrase: string): Promise<void> {
    await this.page.getByLabel('New passphrase', { exact: true }).fill(passphrase);
  }

  async repeats(passphrase: string): Promise<void> {
    await this.page.getByLabel('Repeat the passphrase', { exact: true }).fill(passphrase);
  }

  /** What the fields hold. */
  typed(): Promise<string[]> {
    const fields = ['New passphrase', 'Repeat the passphrase'];
    return Promise.all(fields.map((label) => this.page.getByLabel(label, { exact: true }).inputValue()));
  }

  /** Asks for words by chance. @returns the words that are shown then */
  async isSuggestedWords(button: 'Suggest words' | 'Other words'): Promise<string> {
    const shown = this.page.getByRole('region', { name: 'Suggested words' }).locator('output');
    const before = button === 'Other words' ? ((await shown.textContent()) ?? '') : '';
    await this.page.getByRole('button', { name: button }).click();
    await expect(shown).not.toHaveText(before);
    return (await shown.textContent()) ?? '';
  }

  async takesWords(): Promise<void> {
    await this.page.getByRole('button', { name: 'Use these words' }).click();
  }

  async goesOn(): Promise<void> {
    await this.page.getByRole('button', { name: 'Create my vault' }).click();
  }

  async isToldStrength(strength: number): Promise<void> {
    await expect(this.page.getByLabel(`Strength: ${strength} of 4`)).toBeVisible();
  }

  async sees(text: string | RegExp): Promise<void> {
    await expect(this.page.getByText(text).first()).toBeVisible();
  }

  /** The groups of letters of the recovery code, as a person would write them down. */
  async writesDownCode(): Promise<string[]> {
    const groups = this.page.getByRole('list', { name: 'Recovery code' }).getByRole('listitem');
    await expect(groups.first()).toBeVisible();
    return (await groups.allTextContents()).map((text) => text.replace(/^\d{1,2}(?=[A-Z0-9]{4,}$)/, ''));
  }

  async confirmsCode(groups: readonly string[]): Promise<void> {
    const label = /To check your copy, type group (\d+)/;
    const asked = this.page.getByLabel(label);
    const [, at] = label.exec((await this.page.getByText(label).textContent()) ?? '') ?? [];
    await asked.fill(groups[Number(at) - 1] ?? '');
    await this.page.getByRole('button', { name: 'I have saved it' }).click();
  }

  /** Presses the pin beside Nucleus, behind the puzzle piece: the browser's page of extensions has the same switch. */
  async pinsButton(): Promise<void> {
    type DeveloperPrivate = {
      updateExtensionConfiguration(change: { extensionId: string; pinnedToToolbar: boolean }): Promise<void>;
    };
    const extensions = await this.page.context().newPage();
    await extensions.goto('chrome://extensions');
    await extensions.evaluate((extensionId) => {
      const { developerPrivate } = chrome as unknown as { developerPrivate: DeveloperPrivate };
      return developerPrivate.updateExtensionConfiguration({ extensionId, pinnedToToolbar: true });
    }, new URL(this.page.url()).host);
    await extensions.close();
  }

  async shot(name: string): Promise<void> {
    if (process.env.NUCLEUS_SHOTS) await this.page.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/${name}.png` });
  }
}
