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
        // The browser tells of a frame some time after it: what was wanted may stand in the first.
        /** @param {PerformanceObserverEntryList} entries */
        const told = (entries) => {
          const first = entries.getEntriesByName('first-paint')[0];
          if (first === undefined) return;
          line.postMessage({ openedAt: performance.timeOrigin, inPage, painted, first: first.startTime });
        };
        new PerformanceObserver(told).observe({ type: 'paint', buffered: true });
      };
      after.port2.postMessage(null);
    });
  };
  const observer = new MutationObserver(seen);
  observer.observe(document, { childList: true, subtree: true, attributes: true });
  line.onmessage = ({ data }) => data === 'close' && window.close();
}
