// Whether this frame is one the person came to. A form framed by a stranger is not; an opaque origin belongs to nobody.

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
