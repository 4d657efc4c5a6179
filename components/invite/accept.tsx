// Accepting an invitation: a link, a pasted text, a file or a code; who invites and over which services is shown before
// anything is answered.

import { useSignal } from '@preact/signals';
import { FileUp, ScanQrCode } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import type { InvitationPreview } from '#app/views/invitations.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { go } from '../model/navigation.ts';
import { toHash } from '../model/route.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Button } from '../ui/button.tsx';
import { SendForm, TextArea, TextField } from '../ui/field.tsx';
import { readFile } from '../ui/file.ts';
import { FileChooser, usePastedFiles } from '../ui/file-chooser.tsx';
import { shownHost } from '../ui/host.ts';
import { camel } from '../ui/key.ts';
import { Wait } from '../ui/progress.tsx';
import { Bar, Card, Notice } from '../ui/surfaces.tsx';
import { fromNow } from '../ui/time.ts';
import type { InvitationsModel } from './model.ts';
import './invite.css';

const loadReader = () => import('./qr-read.ts');

/** Typing pauses this long before the text is looked at. */
const PAUSE_MS = 250;

type Good = Extract<InvitationPreview, { ok: true }>;
const REASONS = [
  'malformed',
  'untrusted',
  'expired',
  'own',
  'already-accepted',
  'not-found',
  'unreachable',
  'newer-version',
  'used',
  'storage',
] as const;

/** The worker may know reasons that this page does not: those get the general words. */
function reasonText(reason: string): string {
  const known = REASONS.find((candidate) => candidate === reason);
  return known ? i18n.t(`accept.reason.${camel(known)}`) : i18n.t('accept.reason.other');
}

/** Who invites, until when, and over which services. */
function Inviter({ preview }: { preview: Good }) {
  const { clock } = useApp();
  return (
    <Card>
      <div class="who-invites">
        <Avatar seed={preview.picture} size={52} />
        <div class="grow">
          <h2>{i18n.t('accept.invites', [preview.name])}</h2>
          <div class="muted small">
            {preview.pronouns !== '' && `${preview.pronouns} · `}
            {i18n.t('accept.until', [fromNow(preview.expiresAt, clock.now())])}
          </div>
        </div>
      </div>
      {preview.services.length > 0 && (
        <details class="small muted" style="margin-block-start: 12px">
          <summary>{i18n.t('accept.details')}</summary>
          <p>{i18n.t('accept.services', [new Intl.ListFormat().format(preview.services.map(shownHost))])}</p>
        </details>
      )}
    </Card>
  );
}

function Answer({ preview, model }: { preview: Good; model: InvitationsModel }) {
  const { worker } = useApp();
  const name = model.answerName;
  useEffect(() => {
    if (name.value === '') name.value = preview.suggestion.name;
  }, [name, preview]);
  const error = useSignal<string | null>(null);
  const failure = useSignal<string | null>(null);
  const accept = useAction(async () => {
    const mine = name.value.trim();
    if (mine === '') {
      error.value = i18n.t('invite.nameEmpty');
      return;
    }
    const outcome = await worker.acceptInvitation({ text: model.received.value.trim(), name: mine });
    if (!outcome.ok) {
      failure.value = reasonText(outcome.reason);
      return;
    }
    model.forget();
    go({ at: 'thread', id: outcome.relationship });
  });
  return (
    <SendForm class="stack" style="--gap: 16px" onSend={() => accept.run()}>
      <Inviter preview={preview} />
      <TextField
        label={i18n.t('invite.name')}
        value={name}
        hint={i18n.t('accept.nameHint', [preview.name])}
        fault={error}
        maxLength={80}
      />
      {failure.value !== null && (
        <Notice tone="bad" live>
          {failure.value}
        </Notice>
      )}
      <Button kind="primary" wide busy={accept.busy}>
        {i18n.t('accept.accept')}
      </Button>
    </SendForm>
  );
}

/**
 * Takes a file that was dropped, pasted or chosen: a picture of a code, or a text. @returns the words for why not, or
 * null
 */
async function takeFile(model: InvitationsModel, file: File | undefined): Promise<string | null> {
  if (!file) return null;
  const { readPicture } = await loadReader();
  const seen = await readPicture(file);
  if (!seen.ok && seen.reason === 'no-code') return i18n.t('accept.file.noCode');
  const chosen = seen.ok ? { ok: true as const, text: seen.texts[0] ?? '' } : await readFile(file);
  if (!chosen.ok) return i18n.t(`accept.file.${camel(chosen.reason)}`);
  model.received.value = chosen.text.trim();
  await model.look();
  return null;
}

/** A file may be dropped anywhere on the screen, and a picture pasted. */
function useDropped(take: (file: File | undefined) => void): boolean {
  const over = useSignal(false);
  const taking = useRef(take);
  taking.current = take;
  usePastedFiles(([file]) => take(file));
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const hover = (shown: boolean) => (event: Event) => {
      event.preventDefault();
      over.value = shown;
    };
    addEventListener('dragover', hover(true), { signal });
    addEventListener('dragleave', hover(false), { signal });
    addEventListener(
      'drop',
      (event) => {
        hover(false)(event);
        taking.current(event.dataTransfer?.files[0]);
      },
      { signal },
    );
    return () => controller.abort();
  }, [over]);
  return over.value;
}

/** Ways in that need no typing: the camera, a picture or file. */
function OtherWays({ take }: { take: (file: File | undefined) => void }) {
  const { platform } = useApp();
  return (
    <div class="stack" style="--gap: 8px">
      <Button wide icon={ScanQrCode} onPress={() => platform.openTab(toHash({ at: 'scan' }))}>
        {i18n.t('accept.scan')}
      </Button>
      <FileChooser accept=".txt,.nucleus,text/plain,image/*" onFiles={([file]) => take(file)}>
        {(choose) => (
          <Button wide icon={FileUp} onPress={choose}>
            {i18n.t('accept.choose')}
          </Button>
        )}
      </FileChooser>
      <p class="small muted">{i18n.t('accept.dropHint')}</p>
    </div>
  );
}

interface WaysProps {
  model: InvitationsModel;
  take: (file: File | undefined) => void;
  /** The words for why a file is none; null: it was one, or none was given. */
  fileError: string | null;
}

/** The ways in for an invitation: a link or text to paste, and beside it a file, a code, a drop. */
function Ways({ model, take, fileError }: WaysProps) {
  const { clock } = useApp();
  const cancel = useRef<() => void>(() => {});
  const seen = model.preview.value;
  const preview = seen?.ok ? null : seen;
  return (
    <>
      <TextArea
        label={i18n.t('accept.paste')}
        value={model.received}
        placeholder={i18n.t('accept.pastePlaceholder')}
        autofocus
        onInput={() => {
          cancel.current();
          cancel.current = clock.after(PAUSE_MS, () => void model.look());
        }}
      />
      {model.looking.value && <Wait label={i18n.t('accept.looking')} />}
      {fileError !== null && (
        <Notice tone="bad" live>
          {fileError}
        </Notice>
      )}
      {(model.previewFailed.value || preview) && (
        <Notice
          tone="bad"
          live
          acts={
            (preview === null || preview.reason === 'unreachable') && (
              <Button small onPress={() => void model.look()}>
                {i18n.t('common.tryAgain')}
              </Button>
            )
          }
        >
          {preview ? reasonText(preview.reason) : i18n.t('failure.noAnswer')}
        </Notice>
      )}
      <div class="or">{i18n.t('accept.or')}</div>
      <OtherWays take={take} />
    </>
  );
}

export function Accept({ model, text }: { model: InvitationsModel; text: string }) {
  const fileError = useSignal<string | null>(null);
  const preview = model.preview.value;

  useEffect(() => {
    if (text !== '' && model.received.value !== text) {
      model.received.value = text;
      void model.look();
    }
  }, [text, model]);

  const take = (file: File | undefined) =>
    void takeFile(model, file).then((error) => {
      fileError.value = error;
    });
  const over = useDropped(take);

  return (
    <>
      <Bar
        title={i18n.t('accept.title')}
        onBack={() => {
          model.forget();
          go({ at: 'conversations' });
        }}
        edged
        focus
      />
      <main class="scroll">
        <div class={over ? 'body drop over' : 'body'}>
          {!preview?.ok && <Ways model={model} take={take} fileError={fileError.value} />}
          {preview?.ok && (
            <>
              <Answer preview={preview} model={model} key={model.received.value} />
              <Button kind="quiet" wide onPress={model.forget}>
                {i18n.t('accept.another')}
              </Button>
            </>
          )}
        </div>
      </main>
    </>
  );
}
