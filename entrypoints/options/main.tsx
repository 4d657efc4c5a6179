import { Options } from '#components/options/options.tsx';
import { readFile, writeFile } from '../page/files.ts';
import { show } from '../page/show.tsx';

show(() => <Options read={readFile} write={writeFile} />);
