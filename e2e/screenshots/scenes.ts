// All scenes, with what the reports call them. The longest come first, so that the last to be played is a short one.

import { accepting } from './accepting.ts';
import { away, locked } from './away.ts';
import { lists } from './lists.ts';
import { logIns } from './log-ins.ts';
import { options, services } from './options.ts';
import type { Scene } from './scene.ts';
import { settingUp } from './setting-up.ts';
import { sites } from './sites.ts';
import { talking } from './talking.ts';

export const SCENES: Readonly<Record<string, Scene>> = {
  'of sites': sites,
  'of a conversation': talking,
  'of the lists': lists,
  'of setting up': settingUp,
  'of log-ins': logIns,
  'of the options': options,
  'of services': services,
  'of an invitation from somebody': accepting,
  'while services are away': away,
  'while locked': locked,
};
