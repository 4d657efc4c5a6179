// A text of others with its addresses pressable: a press asks first (link.tsx).

import { askToOpen } from './link.tsx';
import { splitLinks } from './links.ts';

/** With any button: browsers open a tab for the middle one, and for a link that is dragged. */
function Link({ url, text }: { url: string; text: string }) {
  const ask = (event: Event) => {
    event.preventDefault();
    askToOpen(url);
  };
  return (
    <a
      href={url}
      rel="noreferrer noopener"
      draggable={false}
      onClick={ask}
      onAuxClick={(event) => event.button === 1 && ask(event)}
    >
      {text}
    </a>
  );
}

/** A text of the correspondent or a site, its addresses pressable. */
export function LinkedText({ text }: { text: string }) {
  return <>{splitLinks(text).map((piece, at) => (piece.url === null ? piece.text : <Link key={at} {...piece} />))}</>;
}
