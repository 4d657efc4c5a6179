// The shadow root of an element. Closed roots are open to content scripts, in each browser in its own way: a form in
// one is as much the person's as any other.

type Host = HTMLElement & { openOrClosedShadowRoot?: ShadowRoot | null };
type Dom = { chrome?: { dom?: { openOrClosedShadowRoot?(host: Element): ShadowRoot | null } } };

/** Elements that can have a shadow root, by the standard: custom ones and these. */
const HOSTS = /-|^(article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;

export function shadowOf(host: Element): ShadowRoot | null {
  if (!HOSTS.test(host.localName) || !(host instanceof HTMLElement)) return null;
  const { chrome } = globalThis as Dom;
  return (
    host.shadowRoot ?? (host as Host).openOrClosedShadowRoot ?? chrome?.dom?.openOrClosedShadowRoot?.(host) ?? null
  );
}

/** The element that really has the focus: hosts keep it to themselves. */
export function innermost(element: Element | null): Element | null {
  let active = element;
  for (let inner = active; inner; inner = (active && shadowOf(active)?.activeElement) ?? null) active = inner;
  return active;
}
