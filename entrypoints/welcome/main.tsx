import { Welcome } from '#components/setup/welcome.tsx';
import { show } from '../page/show.tsx';

show(Welcome);
