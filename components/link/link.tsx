// The one way out of Nucleus: the address of a link pressed in a mail, a thread, a card or a notice is shown whole
// before it is opened. An address is shown as it is opened (`href`: ASCII, so nothing in it hides or turns the rest);
// its host is never cut.

import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isPlainText, type WebUrl, webLink } from '#bytes/web-url.ts';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Notice } from '../ui/surfaces.tsx';
import './link.css';

const asked = signal<string | null>(null);

/** Asks whether to leave. @param url web or mail address (`mailto:`); anything else opens nothing */
export function askToOpen(url: string): void {
  asked.value = url;
}

/** The address with its host marked, as browsers show it. */
function Address({ href, host, scheme }: WebUrl) {
  const at = `${scheme}://`.length;
  return (
    <p class="address mono" dir="ltr">
      {href.slice(0, at)}
      <b>{host}</b>
      {href.slice(at + host.length)}
    </p>
  );
}

/**
 * The question. Stands once on every page that shows what others wrote, and goes with it: nothing of it outlives a
 * lock.
 */
export function LinkQuestion() {
  const { platform } = useApp();
  const close = () => {
    asked.value = null;
  };
  useEffect(() => close, []);
  const url = asked.value;
  if (url === null) return null;
  const mail = url.startsWith('mailto:') ? decodeURIComponent(url.slice('mailto:'.length)) : null;
  const link = webLink(url);
  const name = mail ?? link?.host;
  if (name === undefined) return null;
  return (
    <Dialog
      key={url}
      title={i18n.t(mail === null ? 'link.openTitle' : 'link.writeTitle', [name])}
      confirm={i18n.t(mail === null ? 'link.open' : 'link.write')}
      onConfirm={() => {
        if (mail === null) platform.openLink(url);
        else platform.writeMail(url);
        close();
      }}
      onClose={close}
    >
      <p class="muted">{i18n.t(mail === null ? 'link.openText' : 'link.writeText')}</p>
      {link !== null && <Address {...link} />}
      {link !== null && isPlainText(link) && <Notice tone="warn">{i18n.t('link.insecure')}</Notice>}
    </Dialog>
  );
}
