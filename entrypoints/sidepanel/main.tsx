import { Panel } from '#components/panel/panel.tsx';
import { show } from '../page/show.tsx';

show(Panel);
