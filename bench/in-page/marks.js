// Put into the copies of the extension's pages that are measured, in front of their own script: tells the launcher (launcher.html) when
// something a person came for was painted. A frame is painted when the task after its animation callback runs.
{
  const line = new BroadcastChannel('bench');
  const wanted = '[href^="#/thread/"], article.identity, .popup-body, input[type="password"]';
  const seen = () => {
    if (!document.querySelector(wanted)) return;
    observer.disconnect();
    const inPage = performance.now();
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => {
        const painted = performance.now();
        const first = performance.getEntriesByName('first-paint')[0]?.startTime ?? null;
        line.postMessage({ openedAt: performance.timeOrigin, inPage, painted, first });
      };
      after.port2.postMessage(null);
    });
  };
  const observer = new MutationObserver(seen);
  observer.observe(document, { childList: true, subtree: true, attributes: true });
  line.onmessage = ({ data }) => data === 'close' && window.close();
}
