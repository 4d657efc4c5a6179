// An invitation's code, read by the camera. In a tab of its own: a side panel and a popup get no camera from the
// browser.

import { Camera, CameraOff } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { useModule } from '../model/lazy.ts';
import { go } from '../model/navigation.ts';
import { Button } from '../ui/button.tsx';
import { Wait } from '../ui/progress.tsx';
import { Bar, EmptyState, Notice } from '../ui/surfaces.tsx';
import './invite.css';

const loadReader = () => import('./qr-read.ts');

type ReaderModule = Awaited<ReturnType<typeof loadReader>>;

/** An image is looked at this often, and at this size: enough for a code that fills half of it. */
const LOOK_MS = 120;
const SIDE = 900;
/** Other codes are passed over; the worker checks the invitation itself. */
const INVITATION = /#[A-Za-z0-9_-]{40}|nucleus-invitation:/;

/** Why there is no image. */
type Missing = 'refused' | 'none' | 'taken';
type Standing = { at: 'asking' } | { at: 'looking' } | { at: 'missing'; why: Missing };

function reasonOf(error: unknown): Missing {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'taken' : 'none';
}

interface ViewProps {
  reader: ReaderModule;
  onCode: (text: string) => void;
}

/** The camera's image, for as long as it is shown. */
function View({ reader, onCode }: ViewProps) {
  // In one piece: asking for the camera, looking and letting go are one lifetime.
  const { clock } = useApp();
  const video = useRef<HTMLVideoElement>(null);
  const [standing, setStanding] = useState<Standing>({ at: 'asking' });
  const [tries, setTries] = useState(0);

  useEffect(() => {
    const life = new AbortController();
    let stream: MediaStream | null = null;
    let cancel = () => {};
    const eye = new reader.CodeReader();
    const look = () => {
      const image = video.current;
      const size = { width: image?.videoWidth ?? 0, height: image?.videoHeight ?? 0 };
      const text = image && size.width > 0 ? eye.read(image, size, SIDE) : null;
      if (text !== null) onCode(text);
      if (!life.signal.aborted) cancel = clock.after(LOOK_MS, look);
    };
    const begin = async () => {
      const media: MediaDevices | undefined = navigator.mediaDevices;
      if (media === undefined) return setStanding({ at: 'missing', why: 'none' });
      try {
        stream = await media.getUserMedia({
          audio: false,
          video: { facingMode: 'environment', width: { ideal: 1280 } },
        });
      } catch (error) {
        if (!life.signal.aborted) setStanding({ at: 'missing', why: reasonOf(error) });
        return;
      }
      if (life.signal.aborted || video.current === null) return stop();
      video.current.srcObject = stream;
      await video.current.play().catch(() => {});
      setStanding({ at: 'looking' });
      look();
    };
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    void begin();
    return () => {
      life.abort();
      cancel();
      stop();
    };
  }, [reader, onCode, clock, tries]);

  if (standing.at === 'missing') {
    const retry = () => {
      setStanding({ at: 'asking' });
      setTries(tries + 1);
    };
    return (
      <EmptyState
        icon={CameraOff}
        title={i18n.t(`scan.missing.${standing.why}`)}
        acts={<Button onPress={retry}>{i18n.t('common.tryAgain')}</Button>}
      >
        {i18n.t('scan.otherWays')}
      </EmptyState>
    );
  }
  return (
    <div class="camera">
      <video ref={video} muted playsInline aria-label={i18n.t('scan.view')} />
      {standing.at === 'asking' && (
        <p class="small" role="status">
          <Camera size={15} aria-hidden="true" /> {i18n.t('scan.asking')}
        </p>
      )}
    </div>
  );
}

export function Scan() {
  const reader = useModule(loadReader);
  const [stranger, setStranger] = useState(false);
  const take = useRef((text: string) => {
    if (INVITATION.test(text)) go({ at: 'accept', text });
    else setStranger(true);
  }).current;
  return (
    <>
      <Bar title={i18n.t('scan.title')} onBack={() => go({ at: 'accept', text: '' })} edged focus />
      <main class="scroll">
        <div class="body scan">
          <p class="muted">{i18n.t('scan.lead')}</p>
          {reader ? <View reader={reader} onCode={take} /> : <Wait />}
          {stranger && (
            <Notice tone="warn" live>
              {i18n.t('scan.stranger')}
            </Notice>
          )}
        </div>
      </main>
    </>
  );
}
