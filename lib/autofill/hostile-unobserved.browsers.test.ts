// What pages try on the in-page script where no browser says what is visible. A file of its own, so that two workers
// share the attacks.
import { attacks } from './attacks.testkit.ts';
import { withBrowser } from './visit.testkit.ts';

withBrowser();
attacks('unobserved');
