import { readGlimpse } from '#adapters/browser/glimpse/read.ts';
import { Panel } from '#components/panel/panel.tsx';
import { show } from '../page/show.tsx';

void readGlimpse().then((glimpse) => show(Panel, glimpse));
