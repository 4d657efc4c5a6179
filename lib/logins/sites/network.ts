// Which hosts lie in a network of one's own: by their names alone, since nothing is looked up. A public name may lead
// into a private network; it counts as public here.
import { isLoopback } from '#bytes/web-url.ts';

/** Ends of names that nobody gives out in public: RFC 6762, RFC 8375, and what routers use. */
const HOME_ENDS = /\.(local|home\.arpa|internal|lan|home)\.?$/;
/** RFC 1918, RFC 3927; RFC 4193 and link-local addresses of IPv6. */
const HOME_ADDRESS =
  /^(10(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2}|169\.254(\.\d{1,3}){2}|\[(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):.*\])$/;

/** A machine in one's own network, by its address or its name: `192.168.1.1`, `router`, `nas.local`. */
export function isHomeHost(hostname: string): boolean {
  const name = hostname.toLowerCase();
  if (isLoopback(name)) return false;
  return HOME_ADDRESS.test(name) || HOME_ENDS.test(name) || /^[a-z][a-z0-9-]*$/.test(name);
}
