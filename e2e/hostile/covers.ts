// Covers that a page lays over our drawing, in the top layer. These run in the page and use their arguments alone.

/** Styles of a popover: over the whole window; what meets presses lies below it. */
export const WHOLE = 'inset:0;width:100%;height:100%';
export const THROUGH = ';pointer-events:none';

export function layCover(style: string): void {
  const cover = document.createElement('div');
  cover.popover = 'manual';
  cover.style.cssText = `position:fixed;margin:0;border:0;background:white;${style}`;
  document.body.append(cover);
  cover.showPopover();
}

/** Over the whole window, letting presses through, unseen by any script of the page's own world. */
export function coverFromClosedRoot(): void {
  const holder = document.createElement('div');
  const root = holder.attachShadow({ mode: 'closed' });
  root.innerHTML =
    '<div popover="manual" style="position:fixed;inset:0;width:100%;height:100%;margin:0;border:0;background:white;pointer-events:none"></div>';
  document.body.append(holder);
  (root.firstElementChild as HTMLElement).showPopover();
}
