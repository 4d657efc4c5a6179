// The camera's image, looked at for codes. In a tab only: a side panel and a popup get no camera from the browser.

import { Camera, CameraOff } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { useApp } from '../model/app.ts';
import { useModule } from '../model/lazy.ts';
import { Button } from '../ui/button.tsx';
import { Wait } from '../ui/progress.tsx';
import { EmptyState } from '../ui/surfaces.tsx';
import './invite.css';

const loadReader = () => import('./qr-read.ts');

type ReaderModule = Awaited<ReturnType<typeof loadReader>>;

/** An image is looked at this often, and at this size: enough for a code that fills half of it. */
const LOOK_MS = 120;
const SIDE = 900;
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
  /** What else can be done without a camera. */
  otherWays: string;
}

/** The camera's image, for as long as it is shown. */
function View({ reader, onCode, otherWays }: ViewProps) {
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
        {otherWays}
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

/** @param onCode the same function at each drawing: another one asks for the camera anew */
export function CameraView(props: Omit<ViewProps, 'reader'>) {
  const reader = useModule(loadReader);
  return reader ? <View reader={reader} {...props} /> : <Wait />;
}
