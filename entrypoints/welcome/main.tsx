import { Welcome } from '#components/setup/welcome.tsx';
import { readBrought } from '../page/files.ts';
import { show } from '../page/show.tsx';

show(() => <Welcome read={readBrought} />);
