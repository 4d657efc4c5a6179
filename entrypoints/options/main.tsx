import { Options } from '#components/options/options.tsx';
import { readBrought, writeTaken } from '../page/files.ts';
import { show } from '../page/show.tsx';

show(() => <Options read={readBrought} write={writeTaken} />);
