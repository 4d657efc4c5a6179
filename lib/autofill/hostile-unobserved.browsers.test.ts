// Attacks of pages on the in-page script in a browser that does not tell visibility. A file of its own, so that two
// workers share the attacks.
import { attacks } from './attacks.testkit.ts';
import { withBrowser } from './visit.testkit.ts';

withBrowser();
attacks('unobserved');
