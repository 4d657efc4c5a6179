// Attacks of pages on the in-page script, in a real Chromium: to get values without the person's choice, or to learn
// things that only a choice tells. Each attack is made with the page's own means; everything a person does is real
// input. Attacks that are a row of the page's doings stand in e2e/hostile/tricks.ts; here are those that need a look at
// the script itself, or a story of their own.
import { describe, expect, test } from 'vitest';
import { AFAR_PX, comesAndPresses } from '#e2e/harness/browsers.ts';
import { CODE, IDENTITY, MASK, onPage, READY, SIGN_UP_ROWS, SITE, type Visit } from './visit.testkit.ts';

/**
 * @param mode with Chromium's own word on visibility, or without, as in Firefox: there the checks of geometry and style
 * stand alone
 */
export function attacks(mode: 'observed' | 'unobserved'): void {
  describe(`a hostile page gets nothing (${mode})`, () => {
    const on = (name: string, story: (visit: Visit) => Promise<void>, options: Parameters<typeof onPage>[2] = {}) =>
      onPage(
        name,
        async (v) => {
          if (mode === 'unobserved') {
            await v.inScript('delete IntersectionObserverEntry.prototype.isVisible', v.worlds[0]);
          }
          await story(v);
        },
        options,
      );
    /** Opens the menu and reads it; `attack` happens before the press. */
    const attacked = (attack: (v: Visit) => Promise<unknown>) =>
      on('plain', async (v) => {
        await v.page.click('[name=email]');
        await v.menu();
        await v.read();
        const place = await v.rowAt('New identity');
        await attack(v);
        await v.waits();
        await comesAndPresses(v.page.mouse, ...place);
        await v.settled();
        expect(await v.calls('create')).toEqual([]);
        expect(await v.value('[name=email]')).toBe('');
        expect(await v.value('[name=password]')).toBe('');
      });
    const host = 'document.querySelector("[popover]")';

    test('that makes its own events', () =>
      on('plain', async (v) => {
        await v.page.click('[name=email]');
        await v.menu();
        await v.read();
        const [x, y] = await v.rowAt('New identity');
        await v.page.evaluate(
          ([x, y]) => {
            const field = document.querySelector('[name=email]') as HTMLElement;
            const menu = document.querySelector('[popover]') as HTMLElement;
            for (const key of ['ArrowDown', 'Enter'])
              field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
            for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click']) {
              const event = new MouseEvent(type, {
                clientX: x as number,
                clientY: y as number,
                bubbles: true,
                composed: true,
              });
              document.elementFromPoint(x as number, y as number)?.dispatchEvent(event);
            }
            menu.click();
          },
          [x, y],
        );
        await v.settled();
        expect((await v.rows()).some(({ selected }) => selected)).toBe(false);
        expect(await v.calls('create')).toEqual([]);
      }));

    test('that looks for the menu: its root is closed', () =>
      on('plain', async (v) => {
        await v.page.click('[name=email]');
        await v.menu();
        expect(await v.page.evaluate(() => document.querySelector('[popover]')?.shadowRoot)).toBeNull();
      }));

    test('that hides the menu by a style sheet', () =>
      attacked((v) =>
        v.page.addStyleTag({
          content:
            '[popover]{opacity:0!important;filter:opacity(0)!important;clip-path:inset(100%)!important} html{filter:opacity(0)}',
        }),
      ));
    test('that turns the menu round', () =>
      attacked((v) => v.page.evaluate(`${host}.style.setProperty('transform', 'scale(8)', 'important')`)));
    test('that makes the field all but invisible', () =>
      attacked((v) => v.page.evaluate("document.querySelector('form').style.opacity = '0.1'")));
    test('that takes the menu elsewhere in its tree', () =>
      attacked((v) => v.page.evaluate(`document.querySelector('form').append(${host})`)));
    test('that changes the type of the field, be it of the same meaning', () =>
      attacked((v) => v.page.evaluate("document.querySelector('[name=email]').type = 'text'")));
    test('that gives a second field another meaning: it gets nothing', () =>
      on('plain', async (v) => {
        await v.page.click('[name=email]');
        await v.menu();
        await v.read();
        await v.page.evaluate(() => {
          const field = document.querySelector('[name=name]') as HTMLInputElement;
          field.autocomplete = 'email';
          (field.parentElement as HTMLElement).firstChild?.replaceWith('E-mail ');
        });
        await v.press('New identity');
        await expect.poll(() => v.value('[name=email]')).toBe(MASK);
        expect(await v.value('[name=name]')).toBe('');
      }));
    test('that turns the field into one for something else', () =>
      attacked((v) =>
        v.page.evaluate(() => {
          const field = document.querySelector('[name=email]') as HTMLInputElement;
          field.type = 'text';
          field.name = 'comment';
          field.placeholder = 'Comment';
          (field.parentElement as HTMLElement).firstChild?.replaceWith('Comment ');
          field.setAttribute('name', 'email');
        }),
      ));
    test('that lets the menu come under a finger already falling', () =>
      on('plain', async (v) => {
        await v.stopsClock();
        await v.page.click('[name=email]');
        await v.menu();
        await v.press('New identity');
        await v.settled();
        expect(await v.calls('create')).toEqual([]);
      }));

    test('that turns a second field into another kind before the answer comes: only what stayed is filled', () =>
      on('plain', async (v) => {
        await v.page.click('[name=email]');
        await v.menu();
        await v.read();
        await v.page.evaluate(() => {
          const field = document.querySelector('[name=password2]') as HTMLInputElement;
          field.type = 'text';
        });
        await v.press('New identity');
        await expect.poll(() => v.value('[name=email]')).toBe(MASK);
        expect(await v.value('[name=password2]')).toBe('');
      }));

    test('that frames the site from another origin', () =>
      on(
        'plain',
        async (v) => {
          const frame = v.page.frames().find((it) => it.url().startsWith(SITE));
          await frame?.click('[name=email]');
          await v.settled();
          expect(v.worlds).toHaveLength(2);
          const started = await Promise.all(v.worlds.map((world) => v.inScript<boolean>('script.started', world)));
          expect(started.toSorted()).toEqual([false, true]);
          expect(await v.rows()).toEqual([]);
        },
        { framedBy: 'https://stranger.example' },
      ));

    test('while a frame of the site’s own origin works', () =>
      on(
        'plain',
        async (v) => {
          const frame = v.page.frames().find((it) => it.url().endsWith('/plain'));
          await frame?.click('[name=email]');
          expect(await v.menu()).toEqual(SIGN_UP_ROWS);
        },
        { framedBy: SITE },
      ));

    // Away from the window's edge, and back: the menu goes along, less in each frame than a hand would notice as a
    // move.
    test('that lets the menu creep under a press meant for something else', () =>
      on('plain', async (v) => {
        await v.page.evaluate(() => {
          document.body.style.minHeight = '3000px';
        });
        await v.page.click('[name=email]');
        await v.menu();
        await v.read();
        await v.stopsClock();
        await v.page.evaluate(async () => {
          for (let moved = 0; moved < 60; moved += 2) {
            scrollBy(0, 2);
            await new Promise(requestAnimationFrame);
          }
        });
        await v.press('New identity');
        await v.settled();
        expect(await v.calls('create')).toEqual([]);
      }));
    test('that moves its window under the press', () =>
      on('plain', async (v) => {
        await v.page.click('[name=email]');
        await v.menu();
        await v.read();
        const [x, y] = await v.rowAt('New identity');
        await v.page.mouse.move(x + 2 * AFAR_PX, y);
        await v.page.mouse.move(x, y);
        await v.stopsClock();
        // No window of a test moves.
        await v.inScript("Object.defineProperty(window, 'screenX', { get: () => 50 }); undefined");
        await v.page.mouse.click(x, y);
        await v.settled();
        expect(await v.calls('create')).toEqual([]);
      }));
    test('that covers the mark, before the menu opens, with what lets presses through', () =>
      on('plain', async (v) => {
        await v.page.focus('[name=email]');
        await expect.poll(() => v.hasMark()).toBe(true);
        await v.page.evaluate(() => {
          const cover = document.createElement('div');
          cover.id = 'cover';
          cover.popover = 'manual';
          cover.style.cssText =
            'position:fixed;inset:0;width:100%;height:100%;margin:0;background:white;border:0;pointer-events:none';
          document.body.append(cover);
          cover.showPopover();
        });
        await v.pressMark();
        await v.menu();
        // The person presses the very row that they read: the menu lies over all that was there before it. (If the
        // browser does not tell visibility, no choice counts while another popover is open.)
        const place = await v.rowAt('New identity');
        const shown = await v.page.screenshot({ clip: { x: place[0] - 60, y: place[1] - 16, width: 120, height: 32 } });
        await v.page.evaluate(() => document.getElementById('cover')?.remove());
        await v.settled();
        const bare = await v.page.screenshot({ clip: { x: place[0] - 60, y: place[1] - 16, width: 120, height: 32 } });
        expect(shown.equals(bare)).toBe(true);
      }));
    test('that covers the menu with a part of it in full screen which lets presses through', () =>
      attacked((v) =>
        v.page.evaluate(async () => {
          const cover = document.createElement('div');
          cover.style.cssText = 'background:white;pointer-events:none';
          document.body.append(cover);
          await cover.requestFullscreen();
        }),
      ));
    test('that searches itself for what the menu says', () =>
      on('plain', async (v) => {
        await v.offer({ ...READY, identities: [IDENTITY] });
        await v.page.click('[name=email]');
        await v.menu();
        await v.page.keyboard.press('ArrowDown');
        const finds = (words: string[]) =>
          v.page.evaluate(
            (all) =>
              all.filter((text) =>
                (window as unknown as { find(...given: unknown[]): boolean }).find(text, false, false, true),
              ),
            words,
          );
        expect(await finds([IDENTITY.name, IDENTITY.mask, IDENTITY.mask.slice(0, 4), 'New identity'])).toEqual([]);
        // It does find the page's own words.
        expect(await finds(['Corner Shop'])).toEqual(['Corner Shop']);
        expect(
          await v.page.evaluate(() => {
            const host = document.querySelector('[popover]') as HTMLElement;
            host.style.setProperty('user-select', 'text', 'important');
            document.designMode = 'on';
            getSelection()?.selectAllChildren(document.documentElement);
            return `${getSelection()} ${host.innerText} ${document.documentElement.innerText}`;
          }),
        ).not.toMatch(/Otter|identity/);
      }));
    test('that searches itself for a code', () =>
      on('boxes', async (v) => {
        await v.offer({ ...READY, code: CODE });
        await v.page.click('input >> nth=0');
        await v.menu();
        expect(
          await v.page.evaluate(() =>
            ['482 193', '482', '193'].filter((text) =>
              (window as unknown as { find(...given: unknown[]): boolean }).find(text, false, false, true),
            ),
          ),
        ).toEqual([]);
      }));

    /** A page's measures of the menu, by its own means. */
    const measure = (v: Visit) =>
      v.page.evaluate(() => {
        const host = document.querySelector('[popover]') as HTMLElement;
        const ours: string[] = [];
        for (let x = 0; x < innerWidth; x += 12)
          for (let y = 0; y < innerHeight; y += 6) if (document.elementFromPoint(x, y) === host) ours.push(`${x},${y}`);
        const sizes = [host.scrollWidth, host.scrollHeight];
        // Fixed elements inside would now be laid out in the host, and counted in its size.
        host.style.setProperty('transform', 'translate(0)', 'important');
        sizes.push(host.scrollWidth, host.scrollHeight, document.documentElement.scrollHeight);
        host.style.removeProperty('transform');
        return { ours, sizes };
      });
    test('that measures the menu, to learn how many identities there are', () =>
      on('plain', async (v) => {
        const seen = [];
        for (const count of [0, 1, 3, 9]) {
          const identities = Array.from({ length: count }, (_, at) => ({ ...IDENTITY, id: `0${at}` }));
          await v.offer({ ...READY, identities });
          await v.page.focus('[name=name]');
          await v.page.click('[name=email]');
          await expect.poll(() => v.titles()).toHaveLength(count + SIGN_UP_ROWS.length);
          seen.push(await measure(v));
        }
        expect(seen[0]?.ours.length).toBeGreaterThan(100);
        for (const one of seen) expect(one).toEqual(seen[0]);
      }));
  });
}
