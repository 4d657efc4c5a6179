// The first script of popup and side panel, a few bytes that run while the page's own are still being read
// (bench/paint.ts, `worker cold`). A classic script: a module would run after the page.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { askForGlimpse, wakeWorker } from '#adapters/browser/glimpse/early.ts';

export default defineUnlistedScript(() => {
  if (location.pathname !== '/sidepanel.html') return wakeWorker();
  // A locked vault has no list, nor has a place that the address names.
  const hidePicture = () => document.documentElement.classList.add('no-list');
  if (location.hash.length > '#/'.length) hidePicture();
  askForGlimpse(hidePicture);
});
