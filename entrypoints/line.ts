// The script of the frame through which Firefox's background page asks services. A classic script: a module of a frame
// without an origin would be fetched across origins, and not be given.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { serveLine } from '#adapters/browser/line/line-frame.ts';

export default defineUnlistedScript({ include: ['firefox'], main: serveLine });
