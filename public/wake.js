// Wakes the background worker while the page that needs it is still being read: says nothing, and nobody answers. The worker's start and
// the page's then take their time side by side and not one after the other (bench/paint.ts, `worker cold`).
void (globalThis.browser ?? globalThis.chrome).runtime.sendMessage({})?.catch(() => {});
