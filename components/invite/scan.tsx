// An invitation's code, read by the camera, in a tab of its own.

import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { go } from '../model/navigation.ts';
import { Bar, Notice } from '../ui/surfaces.tsx';
import { CameraView } from './camera-view.tsx';
import './invite.css';

/** Other codes are passed over; the worker checks the invitation itself. */
const INVITATION = /#[A-Za-z0-9_-]{40}|nucleus-invitation:/;

export function Scan() {
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
          <CameraView onCode={take} otherWays={i18n.t('scan.otherWays')} />
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
