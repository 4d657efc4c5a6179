import { Options } from '#components/options/options.tsx';
import { show } from '../page/show.tsx';

show(Options);
