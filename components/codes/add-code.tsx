// Adding a one-time code: read off the page in front, from a picture, by the camera, or pasted; looked at by the
// person, who says where it goes. Nothing is kept before that.
import { type Signal, signal, useSignal } from '@preact/signals';
import { FileUp, ScanQrCode } from 'lucide-preact';
import { useEffect, useState } from 'preact/hooks';
import { webUrl } from '#bytes/web-url.ts';
import { i18n } from '#i18n';
import { EMPTY_ENTRY, type OneTime } from '#logins/formats/entry.ts';
import { CameraView } from '../invite/camera-view.tsx';
import { readPicture } from '../invite/qr-read.ts';
import { useAction } from '../model/action.ts';
import { type App, useApp } from '../model/app.ts';
import { go } from '../model/navigation.ts';
import { above, type Route, toHash } from '../model/route.ts';
import { Button } from '../ui/button.tsx';
import { PassphraseField, SendForm } from '../ui/field.tsx';
import { FileChooser, useDrop, usePastedFiles } from '../ui/file-chooser.tsx';
import { camel } from '../ui/key.ts';
import { Wait } from '../ui/progress.tsx';
import { Bar, Card, Notice } from '../ui/surfaces.tsx';
import { showToast } from '../ui/toast.tsx';
import { pictureBlob } from './picture-blob.ts';
import { CodePlaces, NEW_PLACE, NO_PLACE, type Place } from './places.tsx';
import { type ReadCode, Scanning } from './scanned.ts';
import './codes.css';

type At = Extract<Route, { at: 'add-code' }>;

/** One that was read, and the log-in that it goes to. */
interface Found {
  readonly code: ReadCode;
  readonly place: Signal<Place>;
  /** Of the log-in that is made for it: drawn once, so that a second try adds none. */
  readonly fresh: string;
}

interface Adding {
  readonly found: Signal<readonly Found[] | null>;
  readonly problem: Signal<string | null>;
  readonly part: Signal<{ readonly read: number; readonly of: number } | null>;
  /** Address of the page that it was seen on. */
  readonly url: Signal<string | null>;
  readonly looking: Signal<boolean>;
  take(...texts: readonly string[]): void;
}

const refusal = ({ reading }: ReadCode): string | null =>
  reading.ok ? null : i18n.t(`codes.refused.${camel(reading.reason)}`);

function createAdding({ randomId }: App, entry: string): Adding {
  const scanning = new Scanning();
  const adding: Adding = {
    found: signal(null),
    problem: signal(null),
    part: signal(null),
    url: signal(null),
    looking: signal(false),
    take(...texts) {
      const all = texts.map((text) => scanning.take(text));
      adding.problem.value = null;
      const codes = all.flatMap((one) => (one.is === 'codes' ? one.codes : []));
      const part = all.findLast((one) => one.is === 'part');
      adding.part.value = codes.length === 0 && part?.is === 'part' ? part : null;
      if (codes.length === 0) return;
      // Beside codes there may be others in a picture: the address of a shop, an invitation.
      const [only] = codes;
      const good = codes.filter(({ reading }) => reading.ok);
      if (good.length === 0 && only !== undefined) {
        adding.problem.value = refusal(only);
        return;
      }
      const shown = texts.length > 1 ? good : codes;
      adding.found.value = shown.map((code) => ({ code, place: signal(entry), fresh: randomId() }));
    },
  };
  return adding;
}

/** Reads the codes in a picture. */
async function takePicture(adding: Adding, file: Blob | undefined, none: string): Promise<void> {
  if (file === undefined) return;
  adding.looking.value = true;
  const seen = await readPicture(file).finally(() => {
    adding.looking.value = false;
  });
  if (seen.ok) adding.take(...seen.texts);
  else adding.problem.value = none;
}

/** What the person pointed at before this screen came. */
async function takePage({ worker }: App, adding: Adding): Promise<void> {
  adding.looking.value = true;
  const held = await worker.heldPage().catch(() => null);
  adding.looking.value = false;
  adding.url.value = held?.url ?? null;
  const picture = held === null ? null : pictureBlob(held.picture);
  if (picture === null) adding.problem.value = i18n.t('codes.noPage');
  else await takePicture(adding, picture, i18n.t('codes.noneOnPage'));
}

function Ways({ adding, place }: { adding: Adding; place: At }) {
  const { platform } = useApp();
  const text = useSignal('');
  const take = ([file]: readonly File[]) => void takePicture(adding, file, i18n.t('accept.file.noCode'));
  usePastedFiles(take);
  const { over, drop } = useDrop(take);
  return (
    <div class={over ? 'code-ways stack over' : 'code-ways stack'} style="--gap: 16px" {...drop}>
      <p class="muted">{i18n.t('codes.lead')}</p>
      <SendForm class="stack" style="--gap: 8px" onSend={() => adding.take(text.value)}>
        <PassphraseField
          label={i18n.t('codes.paste')}
          value={text}
          autocomplete="new-password"
          hint={i18n.t('codes.pasteHint')}
          autofocus
        />
        <Button kind="primary" disabled={text.value.trim() === ''}>
          {i18n.t('codes.read')}
        </Button>
      </SendForm>
      <div class="or">{i18n.t('accept.or')}</div>
      <div class="stack" style="--gap: 8px">
        <Button wide icon={ScanQrCode} onPress={() => platform.openTab(toHash({ ...place, by: 'camera' }))}>
          {i18n.t('accept.scan')}
        </Button>
        <FileChooser accept="image/*" onFiles={take}>
          {(choose) => (
            <Button wide icon={FileUp} onPress={choose}>
              {i18n.t('codes.picture')}
            </Button>
          )}
        </FileChooser>
        <p class="small muted">{i18n.t('codes.dropHint')}</p>
        <p class="small muted">{i18n.t('codes.onPage')}</p>
      </div>
    </div>
  );
}

/** How a code differs from most. */
function unusual({ algorithm, digits, periodSeconds, alphabet }: OneTime): string {
  if (alphabet === 'steam') return i18n.t('codes.steam');
  const isUsual = algorithm === 'SHA-1' && digits === 6 && periodSeconds === 30;
  return isUsual ? '' : i18n.t('codes.kind', [String(digits), String(periodSeconds), algorithm]);
}

function FoundCode({ found, adding, of }: { found: Found; adding: Adding; of: { entry: string; many: boolean } }) {
  const { code, place } = found;
  const { issuer, account, reading } = code;
  const why = refusal(code);
  return (
    <Card>
      <div class="code-card stack" style="--gap: 12px">
        <div>
          <h2>{issuer || account || i18n.t('codes.unnamed')}</h2>
          {issuer !== '' && account !== '' && <div class="muted">{account}</div>}
          {reading.ok && <div class="small muted">{unusual(reading.oneTime)}</div>}
        </div>
        {why !== null && <Notice tone="bad">{why}</Notice>}
        {reading.ok && of.entry === '' && (
          <CodePlaces code={{ issuer, account }} url={adding.url.value} place={place} optional={of.many} />
        )}
      </div>
    </Card>
  );
}

/** Null: it is done. */
async function keep({ worker }: App, { code, place, fresh }: Found, url: string | null): Promise<string | null> {
  const { issuer, account, reading } = code;
  if (!reading.ok) return null;
  const { oneTime } = reading;
  if (place.value === NEW_PLACE) {
    const page = url === null ? null : webUrl(url);
    const title = issuer || page?.host || account || i18n.t('codes.unnamed');
    const sites = page === null ? [] : [{ url: page.origin, match: 'domain' as const }];
    const given = { ...EMPTY_ENTRY, kind: 'login' as const, title, username: account, sites, oneTimes: [oneTime] };
    await worker.addEntry({ entry: fresh, given });
    return null;
  }
  const added = await worker.addOneTimes({ entry: place.value, oneTimes: [oneTime] });
  return added.ok || added.reason === 'double' ? null : i18n.t(`codes.notAdded.${added.reason}`);
}

function Confirm({ adding, entry, found }: { adding: Adding; entry: string; found: readonly Found[] }) {
  const app = useApp();
  const good = found.filter(({ code }) => code.reading.ok);
  const add = useAction(async () => {
    const wanted = good.filter(({ place }) => place.value !== NO_PLACE);
    for (const one of wanted) {
      adding.problem.value = await keep(app, one, adding.url.value);
      if (adding.problem.value !== null) return;
    }
    if (wanted.length > 0) showToast(i18n.t('codes.added', wanted.length));
    const [only] = wanted;
    if (wanted.length !== 1 || only === undefined) return go({ at: 'entries' });
    go({ at: 'entry', id: only.place.value === NEW_PLACE ? only.fresh : only.place.value });
  });
  return (
    <>
      {adding.url.value !== null && (
        <p class="muted">{i18n.t('codes.seenOn', [webUrl(adding.url.value)?.host ?? ''])}</p>
      )}
      {found.map((one) => (
        <FoundCode key={one.fresh} found={one} adding={adding} of={{ entry, many: found.length > 1 }} />
      ))}
      {adding.problem.value !== null && (
        <Notice tone="bad" live>
          {adding.problem.value}
        </Notice>
      )}
      <div class="acts">
        <Button
          kind="primary"
          busy={add.busy}
          disabled={good.length === 0 || good.some(({ place }) => place.value === '')}
          onPress={() => void add.run()}
        >
          {i18n.t('codes.add', Math.max(1, good.length))}
        </Button>
        <Button
          kind="quiet"
          onPress={() => {
            adding.found.value = null;
          }}
        >
          {i18n.t('codes.another')}
        </Button>
      </div>
    </>
  );
}

export function AddCode({ place }: { place: At }) {
  const app = useApp();
  const { entry, by } = place;
  const [adding] = useState(() => createAdding(app, entry));
  // A new place, even of the same name: the person pointed at another page.
  useEffect(() => {
    adding.found.value = null;
    adding.problem.value = null;
    if (by === 'page') void takePage(app, adding);
  }, [app, adding, place]);
  const found = adding.found.value;
  const part = adding.part.value;
  return (
    <>
      <Bar title={i18n.t('codes.title')} onBack={() => go(above(place))} edged focus />
      <main class="scroll">
        <div class="body stack" style="--gap: 16px">
          {found !== null ? (
            <Confirm adding={adding} entry={entry} found={found} />
          ) : (
            <>
              {adding.looking.value && <Wait label={i18n.t('codes.looking')} />}
              {part !== null && (
                <Notice tone="good" live>
                  {i18n.t('codes.part', [String(part.read), String(part.of)])}
                </Notice>
              )}
              {adding.problem.value !== null && (
                <Notice tone="bad" live>
                  {adding.problem.value}
                </Notice>
              )}
              {by === 'camera' ? (
                <CameraView onCode={adding.take} otherWays={i18n.t('codes.otherWays')} />
              ) : (
                <Ways adding={adding} place={{ ...place, by: '' }} />
              )}
            </>
          )}
        </div>
      </main>
    </>
  );
}
