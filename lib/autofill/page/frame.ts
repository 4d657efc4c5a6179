// Whether this frame is one the person came to. A form framed by a stranger is not; an opaque origin belongs to no
// site.

/** Whether the frame and its whole chain of ancestors have one origin, a real one. */
export function isOwnFrame(window: Window): boolean {
  const { origin } = window.location;
  if (origin === 'null' || window.origin === 'null') return false;
  try {
    // Reading a stranger's location throws; Chromium also lists the ancestors.
    for (let frame = window; frame !== frame.parent; ) {
      frame = frame.parent as Window;
      if (frame.location.origin !== origin) return false;
    }
    return [...(window.location.ancestorOrigins ?? [])].every((ancestor) => ancestor === origin);
  } catch {
    return false;
  }
}

/**
 * The origins around a frame whose surroundings our script cannot look at, for the worker to judge whether all are of
 * one site. Empty if the page itself is the only one, which the worker knows; null if the browser does not name
 * them, or nothing is around.
 */
export function originsAround(window: Window): string[] | null {
  if (window.parent === window || window.location.origin === 'null' || window.origin === 'null') return null;
  const named = window.location.ancestorOrigins;
  if (named) return [...named];
  return window.parent === window.top ? [] : null;
}
