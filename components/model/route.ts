// The places of the side panel, kept in the page's fragment: a reload, a restored window and the browser's Back find
// them again. A fragment never leaves the browser.

export type Route =
  | { at: 'conversations' }
  /** `message`: brought into sight and lit up. */
  | { at: 'thread'; id: string; message?: string }
  | { at: 'about'; id: string }
  | { at: 'mail'; id: string; message: string }
  | { at: 'entries' }
  /** What could be safer about log-ins. */
  | { at: 'watch' }
  | { at: 'entry'; id: string }
  | { at: 'edit-entry'; id: string }
  | { at: 'new-entry'; kind: string }
  | { at: 'invite' }
  | { at: 'invitation'; id: string }
  | { at: 'accept'; text: string }
  /** Adding a one-time code. `entry`: to this log-in; empty: to one that is chosen. `by`: how it is read. */
  | { at: 'add-code'; entry: string; by: '' | 'page' | 'camera' }
  /** Reading an invitation's code by camera: in a tab only. */
  | { at: 'scan' };

export const HOME: Route = { at: 'conversations' };

export function toHash(route: Route): string {
  switch (route.at) {
    case 'conversations':
      return '#/';
    case 'thread':
      return route.message === undefined ? `#/thread/${route.id}` : `#/thread/${route.id}/${route.message}`;
    case 'about':
    case 'entry':
    case 'edit-entry':
    case 'invitation':
      return `#/${route.at}/${route.id}`;
    case 'mail':
      return `#/mail/${route.id}/${route.message}`;
    case 'new-entry':
      return `#/new-entry/${route.kind}`;
    case 'entries':
    case 'watch':
    case 'invite':
    case 'scan':
      return `#/${route.at}`;
    case 'add-code':
      return `#/add-code/${route.entry}/${route.by}`;
    case 'accept':
      return route.text === '' ? '#/accept' : `#/accept/${encodeURIComponent(route.text)}`;
  }
}

const ID = /^[0-9a-f]{32}$/;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Anything unknown leads home. */
export function fromHash(hash: string): Route {
  const [at, first = '', second = ''] = hash.replace(/^#\/?/, '').split('/');
  if (at === 'thread' && ID.test(first) && ID.test(second)) return { at, id: first, message: second };
  if (at === 'thread' || at === 'about' || at === 'invitation' || at === 'entry' || at === 'edit-entry')
    return ID.test(first) ? { at, id: first } : HOME;
  if (at === 'mail') return ID.test(first) && ID.test(second) ? { at, id: first, message: second } : HOME;
  if (at === 'new-entry') return { at, kind: first };
  if (at === 'entries' || at === 'watch' || at === 'invite' || at === 'scan') return { at };
  // What it is read by is asked for these two alone; any other is none of them.
  if (at === 'add-code') return { at, entry: ID.test(first) ? first : '', by: second as 'page' };
  if (at === 'accept') return { at, text: decode(first) };
  return HOME;
}

/** Back's target: up, not the screen before, so that it never surprises. */
export function above(route: Route): Route {
  switch (route.at) {
    case 'about':
    case 'mail':
      return { at: 'thread', id: route.id };
    case 'entry':
    case 'new-entry':
    case 'watch':
      return { at: 'entries' };
    case 'edit-entry':
      return { at: 'entry', id: route.id };
    case 'invitation':
      return { at: 'invite' };
    case 'add-code':
      return route.entry === '' ? { at: 'entries' } : { at: 'entry', id: route.entry };
    case 'scan':
      return { at: 'accept', text: '' };
    default:
      return HOME;
  }
}
