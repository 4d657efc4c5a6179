import { Welcome } from '#components/setup/welcome.tsx';
import { readFile } from '../page/files.ts';
import { show } from '../page/show.tsx';

show(() => <Welcome read={readFile} />);
