import { Popup } from '#components/site/popup.tsx';
import { show } from '../page/show.tsx';

show(Popup);
