// An attachment in a conversation: a picture as itself, anything else as a row with its name and size; and what can be
// done with it now.

import { CircleAlert, Download, FileText, Image, RotateCw, Trash2, X } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { THUMBNAIL_PIXELS } from '#app/attachments/picture-size.ts';
import type { AttachmentMessageView } from '#app/views/messages.ts';
import { decodeBase64url } from '#bytes/base64url.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { insist } from '../model/insist.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { saveBlob } from '../ui/file.ts';
import { camel } from '../ui/key.ts';
import { shownAs } from '../ui/picture.ts';
import { byteSize } from '../ui/size.ts';
import { date } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';
import { handingOf, readAttachment } from './handing.ts';
import { Viewer } from './viewer.tsx';

/** Above, a picture is opened by a press only: it is decoded whole. */
const SHOWN_BYTES = 24 * 1024 ** 2;
/** From here on a person is asked to keep the window open while their file is read. */
const LARGE_BYTES = 8 * 1024 ** 2;
/** These buttons' requests may be repeated. */
const TRIES = 3;

interface AttachmentProps {
  attachment: AttachmentMessageView;
  relationship: string;
  /** How the other side is called. */
  name: string;
}

/** The address of a picture's content, for as long as it is shown; null: not here (yet), or no picture by its bytes. */
function usePicture(attachment: AttachmentMessageView, relationship: string): string | null {
  const app = useApp();
  const [url, setUrl] = useState<string | null>(null);
  const { id: message, kind, state, byteCount } = attachment;
  const wanted = kind === 'picture' && state === 'here' && byteCount <= SHOWN_BYTES;
  useEffect(() => {
    if (!wanted) return;
    const life = new AbortController();
    let made: string | null = null;
    void (async () => {
      const content = await readAttachment(app, { relationship, message, byteCount }, () => {}, life.signal);
      const type = content === null ? null : await shownAs(content);
      if (content === null || type === null || life.signal.aborted) return;
      made = URL.createObjectURL(new Blob([content], { type }));
      setUrl(made);
    })();
    return () => {
      life.abort();
      setUrl(null);
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [app, relationship, message, byteCount, wanted]);
  return url;
}

/** The tiny picture inside the message, as an address that needs no freeing; null: there is none that may be shown. */
function useThumbnail(thumbnail: string): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const bytes = decodeBase64url(thumbnail);
    if (bytes === null || bytes.length === 0) return;
    let made: string | null = null;
    const content = new Blob([bytes as Uint8Array<ArrayBuffer>]);
    void shownAs(content, THUMBNAIL_PIXELS).then((type) => {
      if (type === null) return;
      made = URL.createObjectURL(new Blob([content], { type }));
      setUrl(made);
    });
    return () => {
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [thumbnail]);
  return url;
}

export function Attachment({ attachment, relationship, name }: AttachmentProps) {
  const url = usePicture(attachment, relationship);
  const [viewing, setViewing] = useState(false);
  const label = i18n.t(attachment.kind === 'picture' ? 'attachment.picture' : 'attachment.file', [
    attachment.name,
    byteSize(attachment.byteCount),
  ]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: one thing with its buttons, and no part of a form
    <div
      class={`attachment ${attachment.kind}`}
      id={attachment.id}
      data-message={attachment.id}
      role="group"
      aria-label={label}
    >
      {attachment.kind === 'picture' && (
        <Picture attachment={attachment} url={url} onOpen={() => setViewing(true)} label={label} />
      )}
      {(attachment.kind === 'file' || url === null) && <FileRow attachment={attachment} />}
      <Standing attachment={attachment} relationship={relationship} name={name} />
      {viewing && url !== null && (
        <Viewer
          url={url}
          name={attachment.name}
          onClose={() => setViewing(false)}
          acts={<SaveButton attachment={attachment} relationship={relationship} />}
        />
      )}
    </div>
  );
}

function Picture(props: { attachment: AttachmentMessageView; url: string | null; label: string; onOpen: () => void }) {
  const { attachment, url, label, onOpen } = props;
  const small = useThumbnail(attachment.thumbnail);
  const { width, height } = attachment;
  // The place is kept before the picture is there, so that nothing jumps; no sender's numbers make it taller than a
  // screen.
  const shape = width > 0 && height > 0 ? `aspect-ratio: ${width} / ${height}` : undefined;
  if (url === null) {
    if (small === null) return null;
    return <img class="blurred" src={small} alt="" style={shape} width={width} height={height} />;
  }
  return (
    <button type="button" class="open" onClick={onOpen} aria-label={i18n.t('attachment.open', [label])}>
      <img src={url} alt={attachment.name} style={shape} width={width} height={height} decoding="async" />
    </button>
  );
}

function FileRow({ attachment }: { attachment: AttachmentMessageView }) {
  const Mark = attachment.kind === 'picture' ? Image : FileText;
  return (
    <div class="file-row">
      <span class="mark">
        <Mark size={18} aria-hidden="true" />
      </span>
      <span class="grow">
        <span class="file-name" dir="auto">
          {attachment.name}
        </span>
        <span class="small muted">{byteSize(attachment.byteCount)}</span>
      </span>
    </div>
  );
}

function Progress({ share, words, onStop }: { share: number; words: string; onStop: () => void }) {
  return (
    <div class="moving">
      <progress max={1} value={share} aria-label={words} />
      <div class="line small">
        <span class="grow">{words}</span>
        <IconButton small icon={X} label={i18n.t('attachment.stop')} onPress={onStop} />
      </div>
    </div>
  );
}

function SaveButton({ attachment, relationship }: { attachment: AttachmentMessageView; relationship: string }) {
  const app = useApp();
  const [share, setShare] = useState<number | null>(null);
  const [life, setLife] = useState<AbortController | null>(null);
  useEffect(() => () => life?.abort(), [life]);
  const save = useAction(async () => {
    const controller = new AbortController();
    setLife(controller);
    const { id: message, byteCount, name } = attachment;
    const told = (part: number) => byteCount > LARGE_BYTES && setShare(part);
    const content = await readAttachment(app, { relationship, message, byteCount }, told, controller.signal);
    setShare(null);
    if (content !== null) saveBlob(name, new Blob([content], { type: 'application/octet-stream' }));
    else if (!controller.signal.aborted) showToast(i18n.t('attachment.notSaved'), 'bad');
  });
  if (share !== null) {
    const words = i18n.t('attachment.saving', [Math.floor(share * 100)]);
    return <Progress share={share} words={words} onStop={() => life?.abort()} />;
  }
  return (
    <Button small icon={Download} busy={save.busy} onPress={() => void save.run()}>
      {i18n.t('attachment.save')}
    </Button>
  );
}

function Standing({ attachment, relationship, name }: AttachmentProps) {
  // In one piece: what can be done with an attachment in each of its states, a table.
  const app = useApp();
  const { worker, clock } = app;
  const [removing, setRemoving] = useState(false);
  const { id: message, mine, state, progress } = attachment;
  const ask = { relationship, message };
  const fetch = useAction(async () => void (await insist(app, () => worker.fetchAttachment(ask), TRIES)));
  const drop = useAction(async () => {
    await insist(app, () => worker.dropAttachment(ask), TRIES);
    setRemoving(false);
  });
  const stop = useAction(async () => void (await insist(app, () => worker.stopTransfer(ask), TRIES)));
  const retry = useAction(async () => void (await insist(app, () => worker.retryMessage(ask), TRIES)));
  const isOver = attachment.hostedUntil <= clock.now();
  const percent = Math.floor((progress ?? 0) * 100);
  const moving = (key: 'reading' | 'readingLarge' | 'uploading' | 'downloading') => (
    <Progress share={progress ?? 0} words={i18n.t(`attachment.${key}`, [percent])} onStop={() => void stop.run()} />
  );
  const stuck = (words: string, acts?: preact.ComponentChildren) => (
    <div class="stuck small">
      <CircleAlert size={13} aria-hidden="true" />
      <span class="grow">{words}</span>
      {acts}
    </div>
  );
  const remove = (
    <Button small icon={Trash2} busy={stop.busy} onPress={() => void stop.run()}>
      {i18n.t('attachment.remove')}
    </Button>
  );
  switch (state) {
    case 'preparing':
      if (!handingOf(app).messages.value.has(message)) return stuck(i18n.t('attachment.interrupted'), remove);
      return moving(attachment.byteCount > LARGE_BYTES ? 'readingLarge' : 'reading');
    case 'uploading':
      return moving('uploading');
    case 'fetching':
      return moving('downloading');
    case 'here':
      return (
        <div class="acts">
          <SaveButton attachment={attachment} relationship={relationship} />
          {!isOver && (
            <IconButton small icon={Trash2} label={i18n.t('attachment.drop')} onPress={() => setRemoving(true)} />
          )}
          {removing && (
            <Dialog
              title={i18n.t('attachment.dropTitle')}
              confirm={i18n.t('attachment.remove')}
              danger
              busy={drop.busy}
              onConfirm={() => void drop.run()}
              onClose={() => setRemoving(false)}
            >
              <p class="muted">{i18n.t('attachment.dropText', [attachment.name, date(attachment.hostedUntil)])}</p>
            </Dialog>
          )}
        </div>
      );
    case 'hosted':
      if (isOver) return stuck(i18n.t(mine ? 'attachment.expiredMine' : 'attachment.expired', [name]));
      return (
        <div class="acts">
          <Button small icon={Download} busy={fetch.busy} onPress={() => void fetch.run()}>
            {i18n.t('attachment.download')}
          </Button>
          <span class="small muted">{i18n.t('attachment.until', [date(attachment.hostedUntil)])}</span>
        </div>
      );
    case 'failed':
      return attachment.resendable
        ? stuck(
            i18n.t('attachment.failed'),
            <>
              <Button small icon={RotateCw} busy={retry.busy} onPress={() => void retry.run()}>
                {i18n.t('common.tryAgain')}
              </Button>
              {remove}
            </>,
          )
        : stuck(i18n.t('attachment.interrupted'), remove);
    case 'expired':
      return stuck(i18n.t(mine ? 'attachment.expiredMine' : 'attachment.expired', [name]));
    default:
      return stuck(
        i18n.t(`attachment.${camel(state)}`, [name]),
        <Button small icon={RotateCw} busy={fetch.busy} onPress={() => void fetch.run()}>
          {i18n.t('common.tryAgain')}
        </Button>,
      );
  }
}
