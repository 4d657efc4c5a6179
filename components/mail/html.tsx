// A mail's HTML with its links: pressed in place if their places are known, and listed under it.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MailView } from '#app/views/messages.ts';
import { visible } from '#app/words/visible.ts';
import { i18n } from '#i18n';
import { askToOpen } from '../link/link.tsx';
import { useModule } from '../model/lazy.ts';
import { Wait } from '../ui/progress.tsx';
import { type LinkPlaces, placesIn } from './link-places.ts';
import type { SafeMail } from './sanitise.ts';
import './html.css';

const loadSanitiser = () => import('./sanitise.ts');

type Link = SafeMail['links'][number];

const nameOf = ({ text, host }: Link): string => (text === '' ? host : visible(text));

/** @param open whether some of them cannot be pressed in place */
function LinkList({ links, open }: { links: Link[]; open: boolean }) {
  if (links.length === 0) return null;
  return (
    <details class="mail-links" open={open}>
      <summary>{i18n.t('mail.links', links.length)}</summary>
      <ul>
        {links.map((link) => (
          <li key={link.url}>
            <button type="button" onClick={() => askToOpen(link.url)}>
              <span class="cut">{nameOf(link)}</span>
              <span class="small muted break">{link.host}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface PressableProps {
  link: Link;
  parts: LinkPlaces['links'][number]['parts'];
  onLook: (host: string | null) => void;
}

/** A link's place on the page. Its parts stand in one button, so that it is one stop of the keyboard. */
function Pressable({ link, parts, onLook }: PressableProps) {
  const [{ left, top }] = parts;
  const look = () => onLook(link.host);
  const leave = () => onLook(null);
  return (
    <button
      type="button"
      class="mail-link"
      style={`left: ${left}px; top: ${top}px`}
      aria-label={i18n.t('mail.linkTo', [nameOf(link), link.host])}
      onClick={() => askToOpen(link.url)}
      onPointerEnter={look}
      onPointerLeave={leave}
      onFocus={look}
      onBlur={leave}
    >
      {parts.map((part, at) => (
        <span
          key={at}
          style={`left: ${part.left - left}px; top: ${part.top - top}px; width: ${part.width}px; height: ${part.height}px`}
        />
      ))}
    </button>
  );
}

interface PaperProps {
  safe: SafeMail;
  title: string;
  places: LinkPlaces | null;
  onPlaces: (places: LinkPlaces | null) => void;
}

/**
 * The mail itself. One without links scrolls in its frame; else it lies as a whole on a sheet that scrolls, its links
 * upon it.
 */
function Paper({ safe, title, places, onPlaces }: PaperProps) {
  const paper = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLIFrameElement>(null);
  const [host, setHost] = useState<string | null>(null);
  const [read, setRead] = useState(0);
  const hasLinks = safe.links.length > 0;

  useEffect(() => {
    const { current: room } = paper;
    if (!hasLinks || room === null || read === 0) return;
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = room;
      onPlaces(ruler.current && placesIn(ruler.current, { width, height }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(room);
    return () => observer.disconnect();
  }, [hasLinks, read, onPlaces]);

  const size = places === null ? undefined : `width: ${places.width}px; height: ${places.height}px`;
  return (
    <div class={hasLinks ? 'mail-paper with-links' : 'mail-paper'}>
      <div class="mail-room" ref={paper} dir="ltr">
        <div class="mail-sheet" style={size}>
          <iframe class="mail-frame" sandbox="" srcDoc={safe.document} title={title} referrerpolicy="no-referrer" />
          {hasLinks && (
            <iframe
              class="mail-ruler"
              ref={ruler}
              sandbox="allow-same-origin"
              srcDoc={safe.document}
              title={title}
              aria-hidden="true"
              tabIndex={-1}
              referrerpolicy="no-referrer"
              onLoad={() => setRead((times) => times + 1)}
            />
          )}
          {places?.links.map(({ link, parts }, at) => {
            const known = safe.links[link];
            return known && <Pressable key={at} link={known} parts={parts} onLook={setHost} />;
          })}
        </div>
      </div>
      {host !== null && (
        <div class="mail-host small" aria-hidden="true">
          {host}
        </div>
      )}
    </div>
  );
}

interface HtmlProps {
  html: string;
  pictures: MailView['pictures'];
  title: string;
}

export function Html({ html, pictures, title }: HtmlProps) {
  const sanitiser = useModule(loadSanitiser);
  const safe = useMemo(() => sanitiser?.sanitiseMail(html, pictures), [sanitiser, html, pictures]);
  const [places, setPlaces] = useState<LinkPlaces | null | undefined>();
  if (!safe) return <Wait />;
  const placed = new Set(places?.links.map(({ link }) => link));
  return (
    <>
      {safe.blocked > 0 && (
        <div class="small muted" style="padding: 8px 16px" role="note">
          {i18n.t('mail.blocked', safe.blocked)}
        </div>
      )}
      <Paper safe={safe} title={title} places={places ?? null} onPlaces={setPlaces} />
      <LinkList links={safe.links} open={places !== undefined && placed.size < safe.links.length} />
    </>
  );
}
