// Shapes of log-ins, sign-ups and changes of passwords, and of pages that look like one and are none: the pages that
// the site serves, the acts of a person there, and the question that comes. Each has a host of its own.
import type { Asked, KeepingTab, Server } from './world.ts';

export interface Shape {
  readonly name: string;
  readonly serves: Server;
  /** The log-in that is kept there already, as `name` and password. */
  readonly kept?: readonly (readonly [name: string, password: string])[];
  readonly does: (tab: KeepingTab) => Promise<void>;
  /** The popup asks, since the page of the log-in is gone; its host, if it is not the shape's own. */
  readonly aside?: string | true;
  /** The pair that is kept by *Keep* or *Update*; null: nothing is asked. */
  readonly asks: { readonly is: 'new' | 'changed'; readonly pair: readonly [string, string] } | null;
}

const NAME = 'alex@mail.example';
const SECRET = 'gravel lantern 7';
const FRESH = 'oboe thursday 9';

export const page = (body: string, title = 'Shop', head = ''): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>${head}<body style="margin:24px;font:16px serif"><style>input{display:block;width:260px;height:32px}</style>${body}`;
const LOGIN = `<form method="post" action="/log-in"><h1>Log in</h1><label>E-mail <input name="email" type="email"></label>
<label>Password <input name="password" type="password"></label><button>Log in</button><a href="/forgot">Forgot password?</a></form>`;
const loginPage = (more = ''): string => page(`${more}${LOGIN}`, 'Log in');
const ACCOUNT = page('<h1>Your account</h1><p>Welcome back.</p><a href="/orders">Orders</a>', 'Account');
const SIGNUP = `<form method="post" action="/sign-up"><h1>Create your account</h1><label>E-mail <input name="email" type="email"></label>
<label>Password <input name="password" type="password" autocomplete="new-password"></label>
<label>Repeat password <input name="again" type="password" autocomplete="new-password"></label><button>Create account</button></form>`;
const CHANGE = (name = ''): string => `<form method="post" action="/change"><h1>Change password</h1>${name}
<label>Current password <input name="old" type="password" autocomplete="current-password"></label>
<label>New password <input name="new1" type="password" autocomplete="new-password"></label>
<label>Repeat new password <input name="new2" type="password" autocomplete="new-password"></label><button>Save</button></form>`;

/** Pages by path, posts by where they lead. */
const site =
  (pages: Readonly<Record<string, string>>, posts: Readonly<Record<string, string>> = {}): Server =>
  ({ method, path }) => {
    const to = posts[path];
    return method === 'POST' && to !== undefined ? { to } : (pages[path] ?? ACCOUNT);
  };

/** A page whose script sends what its form holds and then does as it likes. */
const scripted = (form: string, after: string, before = ''): Server =>
  api(
    page(
      `<div id="app">${form}</div><script>${before}
async function send(event){event?.preventDefault?.();const at=document.activeElement;await fetch('/api',{method:'POST',body:'x'});${after}}
</script>`,
      'Log in',
    ),
  );
const api =
  (html: string, status = 200): Server =>
  ({ path }: Asked) =>
    path === '/api' ? { json: {}, status } : path === '/' ? html : ACCOUNT;

const logsIn = async (tab: KeepingTab, name = NAME, password = SECRET): Promise<void> => {
  await tab.types('[name=email]', name);
  await tab.types('[name=password]', password);
  await tab.page.click('button');
};
const changes = async (tab: KeepingTab): Promise<void> => {
  await tab.types('[name=old]', SECRET);
  await tab.types('[name=new1]', FRESH);
  await tab.types('[name=new2]', FRESH);
  await tab.page.click('button');
};
const signsUp = async (tab: KeepingTab, again = SECRET): Promise<void> => {
  await tab.types('[name=email]', NAME);
  await tab.types('[name=password]', SECRET);
  await tab.types('[name=again]', again);
  await tab.page.click('button');
};

const isNew = { is: 'new', pair: [NAME, SECRET] } as const;
const classic = site({ '/': loginPage() }, { '/log-in': '/account' });
const SPA_FORM =
  '<form onsubmit="send(event)"><h1>Log in</h1><label>E-mail <input name="email"></label><label>Password <input name="password" type="password"></label><button>Log in</button></form>';
const GONE = "document.getElementById('app').innerHTML='<h1>Hello</h1>';history.pushState({},'','/home')";

export const SHAPES: readonly Shape[] = [
  { name: 'a post that leads to another page', serves: classic, does: logsIn, asks: isNew },
  {
    name: 'a post that is answered by a page',
    serves: ({ method }) => (method === 'POST' ? ACCOUNT : loginPage()),
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'three redirects, one by script and one by refresh',
    serves: site(
      {
        '/': loginPage(),
        '/one': page('One moment', 'One moment', '<meta http-equiv="refresh" content="0;url=/two">'),
        '/two': page('<script>location.replace("/account")</script>'),
      },
      { '/log-in': '/one' },
    ),
    does: logsIn,
    asks: isNew,
  },
  { name: 'a form that a script sends and takes away', serves: scripted(SPA_FORM, GONE), does: logsIn, asks: isNew },
  {
    name: 'a form that a script hides',
    serves: scripted(SPA_FORM, "document.querySelector('form').style.display='none'"),
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'a form that shows that it works, and comes back, before it goes',
    serves: scripted(
      SPA_FORM,
      "document.querySelector('form').hidden=true;await new Promise(d=>setTimeout(d,150));document.querySelector('form').hidden=false;await fetch('/api');" +
        GONE,
    ),
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'a request after which the script opens another page',
    serves: scripted(SPA_FORM, "location.assign('/account')"),
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'two pages: the name, then the password',
    serves: site(
      {
        '/': page(
          '<form method="post" action="/name"><h1>Log in</h1><label>E-mail <input type="email" name="email"></label><button>Next</button></form>',
          'Log in',
        ),
        '/password': page(
          '<form method="post" action="/log-in"><h1>Log in</h1><label>Password <input type="password" name="password"></label><button>Log in</button></form>',
          'Log in',
        ),
      },
      { '/name': '/password', '/log-in': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=email]', NAME);
      await tab.page.click('button');
      await tab.page.waitForSelector('[name=password]');
      await tab.types('[name=password]', SECRET);
      await tab.page.click('button');
    },
    asks: isNew,
  },
  {
    name: 'two pages, of which the second names whom it asks in a hidden field',
    serves: site(
      {
        '/': page(
          `<form method="post" action="/log-in"><h1>Log in</h1><input type="hidden" name="username" value="${NAME}"><label>Password <input type="password" name="password"></label><button>Log in</button></form>`,
        ),
      },
      { '/log-in': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=password]', SECRET);
      await tab.page.keyboard.press('Enter');
    },
    asks: isNew,
  },
  {
    name: 'two steps in one page',
    serves: scripted(
      '<form onsubmit="step(event)"><h1>Log in</h1><label>E-mail <input name="email" type="email"></label><button>Next</button></form>',
      GONE,
      `function step(event){event.preventDefault();document.querySelector('form').outerHTML='<form onsubmit="send(event)"><h1>Log in</h1><label>Password <input name="password" type="password"></label><button>Log in</button></form>'}`,
    ),
    async does(tab) {
      await tab.types('[name=email]', NAME);
      await tab.page.click('button');
      await tab.page.waitForSelector('[name=password]');
      await tab.types('[name=password]', SECRET);
      await tab.page.click('button');
    },
    asks: isNew,
  },
  {
    name: 'a password that appears beside the name',
    serves: scripted(
      SPA_FORM.replace('<label>Password', '<label hidden>Password'),
      GONE,
      "addEventListener('change',()=>{document.querySelector('[hidden]')?.removeAttribute('hidden')});",
    ),
    async does(tab) {
      await tab.types('[name=email]', NAME);
      await tab.page.keyboard.press('Tab');
      await tab.page.waitForSelector('[name=password]');
      await tab.types('[name=password]', SECRET);
      await tab.page.click('button');
    },
    asks: isNew,
  },
  {
    name: 'a dialog that closes',
    serves: scripted(
      `<dialog>${SPA_FORM}</dialog>`,
      "document.querySelector('dialog').close()",
      "onload=()=>document.querySelector('dialog').showModal();",
    ),
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'a form in a frame of the same origin',
    serves: site(
      {
        '/': page('<iframe src="/frame" width="500" height="400"></iframe>'),
        '/frame': loginPage().replace('<form ', '<form target="_top" '),
      },
      { '/log-in': '/account' },
    ),
    async does(tab) {
      const frame = tab.page.frameLocator('iframe');
      await frame.locator('[name=email]').click();
      await tab.page.keyboard.type(NAME);
      await frame.locator('[name=password]').click();
      await tab.page.keyboard.type(SECRET);
      await frame.locator('button').click();
    },
    asks: isNew,
  },
  {
    name: 'a form in a frame of another host of the site',
    serves: ({ host, path, method }) => {
      if (method === 'POST') return page('<script>parent.postMessage("in","*")</script>');
      if (host.startsWith('id.')) return loginPage();
      return path === '/'
        ? page(
            `<iframe src="https://id.${host}/" width="500" height="400"></iframe><script>onmessage=()=>location.assign('/account')</script>`,
          )
        : ACCOUNT;
    },
    async does(tab) {
      const frame = tab.page.frameLocator('iframe');
      await frame.locator('[name=email]').click();
      await tab.page.keyboard.type(NAME);
      await frame.locator('[name=password]').click();
      await tab.page.keyboard.type(SECRET);
      await frame.locator('button').click();
    },
    asks: isNew,
  },
  {
    name: 'a sign-up with one’s own address',
    serves: site(
      { '/': page(SIGNUP, 'Sign up'), '/mail': page('<h1>Look in your mail</h1>') },
      { '/sign-up': '/mail' },
    ),
    does: (tab) => signsUp(tab),
    asks: isNew,
  },
  {
    name: 'a sign-up that leads to the log-in',
    serves: site(
      { '/': page(SIGNUP, 'Sign up'), '/log-in': loginPage('<p>You can log in now.</p>') },
      { '/sign-up': '/log-in' },
    ),
    does: (tab) => signsUp(tab),
    asks: isNew,
  },
  {
    name: 'a change of the password of a log-in that is kept',
    serves: site({ '/': page(CHANGE(), 'Change password'), '/done': page('<h1>Changed</h1>') }, { '/change': '/done' }),
    kept: [
      ['blair@mail.example', 'another one'],
      [NAME, SECRET],
    ],
    does: changes,
    asks: { is: 'changed', pair: [NAME, FRESH] },
  },
  {
    name: 'a change that says whose it is',
    serves: site(
      {
        '/': page(CHANGE(`<input name="username" autocomplete="username" value="${NAME}" style="display:none">`)),
        '/done': page('<h1>Changed</h1>'),
      },
      { '/change': '/done' },
    ),
    does: changes,
    asks: { is: 'new', pair: [NAME, FRESH] },
  },
  {
    name: 'a password set anew by a link of a mail, of the only log-in',
    serves: site(
      {
        '/': page(CHANGE().replace(/<label>Current.*\n/, ''), 'Set a new password'),
        '/done': page('<h1>Changed</h1>'),
      },
      { '/change': '/done' },
    ),
    kept: [[NAME, SECRET]],
    async does(tab) {
      await tab.types('[name=new1]', FRESH);
      await tab.types('[name=new2]', FRESH);
      await tab.page.click('button');
    },
    asks: { is: 'changed', pair: [NAME, FRESH] },
  },
  {
    name: 'another password than the one that is kept',
    serves: classic,
    kept: [[NAME.toUpperCase(), 'an older one']],
    does: logsIn,
    asks: { is: 'changed', pair: [NAME.toUpperCase(), SECRET] },
  },
  {
    name: 'another account than the one that is kept',
    serves: classic,
    kept: [['blair@mail.example', SECRET]],
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'the Enter key in a form without a button',
    serves: site(
      {
        '/': page(
          '<form method="post" action="/log-in"><h1>Log in</h1><input name="log" placeholder="Username"><input name="password" type="password" placeholder="Password"><input type="submit" hidden></form>',
        ),
      },
      { '/log-in': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=log]', NAME);
      await tab.types('[name=password]', SECRET);
      await tab.page.keyboard.press('Enter');
    },
    asks: isNew,
  },
  {
    name: 'fields without a form, and a button that a script hears',
    serves: scripted(
      '<div><h1>Log in</h1><label>E-mail <input name="email"></label><label>Password <input name="password" type="password"></label><button type="button" onclick="send(event)">Log in</button></div>',
      GONE,
    ),
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'a button that is none',
    serves: scripted(
      '<div><h1>Log in</h1><label>E-mail <input name="email"></label><label>Password <input name="password" type="password"></label><div role="button" tabindex="0" onclick="send(event)">Log in</div></div>',
      GONE,
    ),
    async does(tab) {
      await tab.types('[name=email]', NAME);
      await tab.types('[name=password]', SECRET);
      await tab.page.click('[role=button]');
    },
    asks: isNew,
  },
  {
    name: 'a form in a component',
    serves: api(
      page(
        `<log-in></log-in><script>customElements.define('log-in',class extends HTMLElement{connectedCallback(){const root=this.attachShadow({mode:'open'});
root.innerHTML=\`${SPA_FORM.replace(' onsubmit="send(event)"', '')}\`;root.querySelector('form').addEventListener('submit',async(event)=>{event.preventDefault();await fetch('/api');this.remove()})}})</script>`,
        'Log in',
      ),
    ),
    async does(tab) {
      await tab.page.keyboard.press('Tab');
      await tab.page.keyboard.type(NAME);
      await tab.page.keyboard.press('Tab');
      await tab.page.keyboard.type(SECRET);
      await tab.page.keyboard.press('Tab');
      await tab.page.keyboard.press('Enter');
    },
    asks: isNew,
  },
  {
    name: 'a password that the person had shown',
    serves: site(
      {
        '/': loginPage().replace(
          '<button>',
          `<button type="button" class="eye" onclick="document.querySelector('[name=password]').type='text'">Show</button><button>`,
        ),
      },
      { '/log-in': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=email]', NAME);
      await tab.types('[name=password]', SECRET);
      await tab.page.click('.eye');
      await tab.page.click('button:not(.eye)');
    },
    asks: isNew,
  },
  {
    name: 'a page that sends a digest in the place of the password',
    serves: site(
      {
        '/': loginPage()
          .replace('<form ', `<form onsubmit="this.digest.value='7f83b165';this.password.value=''" `)
          .replace('<button>', '<input type="hidden" name="digest"><button>'),
      },
      { '/log-in': '/account' },
    ),
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'a text that is drawn as dots',
    serves: site(
      {
        '/': loginPage().replace(
          'name="password" type="password"',
          'name="password" type="text" style="-webkit-text-security:disc"',
        ),
      },
      { '/log-in': '/account' },
    ),
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'a log-in beside a sign-up',
    serves: site({ '/': page(`${LOGIN}${SIGNUP.replaceAll('name="', 'name="new-')}`) }, { '/log-in': '/account' }),
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'a customer number, in German',
    serves: site(
      {
        '/': page(
          '<form method="post" action="/log-in"><h1>Anmelden</h1><label>Kundennummer <input name="kdnr"></label><label>Passwort <input name="pw" type="password"></label><button>Anmelden</button><a href="/x">Passwort vergessen?</a></form>',
        ).replace('lang="en"', 'lang="de"'),
      },
      { '/log-in': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=kdnr]', '4711');
      await tab.types('[name=pw]', SECRET);
      await tab.page.click('button');
    },
    asks: { is: 'new', pair: ['4711', SECRET] },
  },
  {
    name: 'a form in Japanese',
    serves: site(
      {
        '/': page(
          '<form method="post" action="/log-in"><h1>ログイン</h1><label>ユーザー名 <input name="id"></label><label>パスワード <input name="pass" type="password"></label><button>ログイン</button></form>',
        ).replace('lang="en"', 'lang="ja"'),
      },
      { '/log-in': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=id]', 'alex7');
      await tab.types('[name=pass]', SECRET);
      await tab.page.click('button');
    },
    asks: { is: 'new', pair: ['alex7', SECRET] },
  },
  {
    name: 'a router that asks for a password alone',
    serves: site(
      {
        '/': page(
          '<form method="post" action="/log-in"><h1>Log in</h1><label>Password <input type="password" name="password"></label><button>Log in</button></form>',
        ),
      },
      { '/log-in': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=password]', SECRET);
      await tab.page.click('button');
    },
    asks: { is: 'new', pair: ['', SECRET] },
  },
  {
    name: 'a page that then asks for a code',
    serves: site(
      {
        '/': loginPage(),
        '/code': page(
          '<form><h1>Check your mail</h1><label>Code <input name="code" autocomplete="one-time-code" maxlength="6"></label><button>Confirm</button></form>',
        ),
      },
      { '/log-in': '/code' },
    ),
    does: logsIn,
    asks: isNew,
  },
  {
    name: 'a page that is one form as a whole',
    serves: site(
      {
        '/': page(
          '<form method="post" action="/log-in"><header><input name="q" placeholder="Search"><input type="submit" name="find" value="Search"></header><div><h1>Log in</h1><label>User name <input name="user"></label><label>Password <input type="password" name="password"></label><input type="submit" name="go" value="Log in"></div></form>',
        ),
      },
      { '/log-in': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=user]', NAME);
      await tab.types('[name=password]', SECRET);
      await tab.page.click('[name=go]');
    },
    asks: isNew,
  },
  {
    name: 'a wrong password first, and then the right one',
    serves: ({ method, path, form }) => {
      if (method === 'POST' && form.get('password') === SECRET) return { to: '/account' };
      return path === '/account' ? ACCOUNT : loginPage(method === 'POST' ? '<p>Wrong password.</p>' : '');
    },
    async does(tab) {
      await logsIn(tab, NAME, 'a wrong one');
      await tab.page.waitForSelector('text=Wrong password');
      await logsIn(tab);
    },
    asks: isNew,
  },
];

/** The site's log-in is at another site, which sends the person on to the one that they came for. */
const identityProvider: Server = ({ method, host }) =>
  host === 'elsewhere.test' ? ACCOUNT : method === 'POST' ? { to: 'https://elsewhere.test/home' } : loginPage();

/** Log-ins whose page is gone before anybody could be asked in it. */
export const GONE_ELSEWHERE: readonly Shape[] = [
  { name: 'a log-in that ends at another site', serves: identityProvider, does: logsIn, aside: true, asks: isNew },
  {
    name: 'a log-in by a script that then opens another site',
    serves: scripted(SPA_FORM, "location.assign('https://elsewhere.test/home')"),
    does: logsIn,
    aside: true,
    asks: isNew,
  },
  {
    name: 'another password than the one that is kept, and the log-in ends at another site',
    serves: identityProvider,
    kept: [[NAME, 'an older one']],
    does: logsIn,
    aside: true,
    asks: { is: 'changed', pair: [NAME, SECRET] },
  },
  {
    name: 'a change whose form stays in its page beside the good news',
    serves: scripted(
      CHANGE().replace('<form', '<form onsubmit="send(event)"'),
      "document.body.insertAdjacentHTML('afterbegin','<p role=status>Your password was changed.</p>')",
    ),
    kept: [[NAME, SECRET]],
    does: changes,
    aside: true,
    asks: { is: 'changed', pair: [NAME, FRESH] },
  },
  {
    name: 'a change whose form is emptied beside the good news, and left by a link',
    serves: scripted(
      CHANGE().replace('<form', '<form onsubmit="send(event)"') + '<a href="#top" onclick="this.textContent=1">Up</a>',
      "document.body.insertAdjacentHTML('afterbegin','<p role=status>Your password was changed.</p>');document.forms[0].reset()",
    ),
    kept: [[NAME, SECRET]],
    async does(tab) {
      await changes(tab);
      await tab.page.waitForSelector('[role=status]');
      await tab.page.click('a');
    },
    aside: true,
    asks: { is: 'changed', pair: [NAME, FRESH] },
  },
  {
    name: 'a change whose form comes back beside the good news',
    serves: ({ method }) =>
      page(`${method === 'POST' ? '<p role="alert" class="notice">Your password was changed.</p>' : ''}${CHANGE()}`),
    kept: [[NAME, SECRET]],
    does: changes,
    aside: true,
    asks: { is: 'changed', pair: [NAME, FRESH] },
  },
  {
    name: 'a window that is closed as soon as the form was sent',
    serves: classic,
    async does(tab) {
      await logsIn(tab);
      await tab.page.waitForURL('**/account');
      await tab.close();
    },
    aside: true,
    asks: isNew,
  },
  {
    name: 'a tab that is closed while the bar asks',
    serves: classic,
    async does(tab) {
      await logsIn(tab);
      await tab.isAsked();
      await tab.close();
    },
    aside: true,
    asks: isNew,
  },
  {
    name: 'a person who goes on to another site while the bar asks',
    serves: classic,
    async does(tab) {
      await logsIn(tab);
      await tab.isAsked();
      await tab.page.goto('https://elsewhere.test/home');
    },
    aside: true,
    asks: isNew,
  },
  {
    name: 'a page that is no longer ours to see',
    serves: classic,
    async does(tab) {
      await logsIn(tab);
      await tab.page.waitForURL('**/account');
      await tab.page.goto('about:blank');
    },
    aside: true,
    asks: isNew,
  },
  {
    name: 'a way over another site and back',
    serves: ({ method, host, path }) => {
      if (host === 'bank.test') return page('<h1>One moment</h1>');
      if (method === 'POST') return { to: 'https://bank.test/' };
      return path === '/' ? loginPage() : ACCOUNT;
    },
    async does(tab) {
      await logsIn(tab);
      await tab.popupAsks();
      await tab.page.goto(`https://${tab.host}/account`);
    },
    asks: isNew,
  },
  {
    name: 'the next page of the site in another tab',
    serves: identityProvider,
    async does(tab) {
      await logsIn(tab);
      await tab.popupAsks();
      await tab.close();
      await tab.world.tab(() => ACCOUNT, `https://${tab.host}/account`);
    },
    asks: isNew,
  },
];

/** The same, and nothing may be asked. */
export const UNASKED: readonly Shape[] = [
  {
    name: 'a change whose form stays in its page with a field that is marked as wrong',
    serves: scripted(
      CHANGE().replace('<form', '<form onsubmit="send(event)"'),
      "document.querySelector('[name=old]').setAttribute('aria-invalid','true')",
    ),
    kept: [[NAME, SECRET]],
    does: changes,
    asks: null,
  },
  {
    name: 'a change whose form stays in its page, and is typed in again',
    serves: scripted(
      CHANGE().replace('<form', '<form onsubmit="send(event)"'),
      "document.body.insertAdjacentHTML('afterbegin','<p role=status>That is not your password.</p>')",
    ),
    kept: [[NAME, SECRET]],
    async does(tab) {
      await changes(tab);
      await tab.page.waitForSelector('[role=status]');
      await tab.types('[name=old]', 'another');
    },
    asks: null,
  },
  {
    name: 'a change whose form comes back with a word about a mistake',
    serves: ({ method }) =>
      page(`${method === 'POST' ? '<p class="form-error">That is not your password.</p>' : ''}${CHANGE()}`),
    kept: [[NAME, SECRET]],
    does: changes,
    asks: null,
  },
  {
    name: 'a change whose form comes back with a field that is marked as wrong',
    serves: ({ method }) =>
      page(method === 'POST' ? CHANGE().replace('name="old"', 'name="old" aria-invalid="true"') : CHANGE()),
    kept: [[NAME, SECRET]],
    does: changes,
    asks: null,
  },
  {
    name: 'a wrong password: the form comes back',
    serves: ({ method }) => loginPage(method === 'POST' ? '<p>Wrong password.</p>' : ''),
    does: logsIn,
    asks: null,
  },
  {
    name: 'a wrong password that a script shows',
    serves: scripted(SPA_FORM, "document.querySelector('h1').textContent='Wrong password'"),
    async does(tab) {
      await logsIn(tab);
      await tab.page.waitForSelector('text=Wrong password');
      await tab.types('[name=password]', 'x');
    },
    asks: null,
  },
  {
    name: 'a wrong password, after which the person goes elsewhere',
    serves: scripted(
      `${SPA_FORM}<a href="/home">Home</a>`,
      "document.querySelector('h1').textContent='Wrong password'",
    ),
    async does(tab) {
      await logsIn(tab);
      await tab.page.waitForSelector('text=Wrong password');
      await tab.page.click('text=Home');
      await tab.page.waitForSelector('text=Welcome back');
    },
    asks: null,
  },
  {
    name: 'a form that is drawn anew with an error',
    serves: scripted(
      SPA_FORM,
      "const app=document.getElementById('app');const old=app.innerHTML;app.innerHTML='One moment';await new Promise(d=>{window.answers=d});app.innerHTML=old",
    ),
    async does(tab) {
      await logsIn(tab);
      await tab.page.waitForSelector('text=One moment');
      await tab.page.evaluate('answers()');
      await tab.page.waitForSelector('[name=password]');
      await tab.types('[name=password]', 'x');
    },
    asks: null,
  },
  {
    name: 'a wrong password that a script shows, after which the person closes the tab',
    serves: scripted(SPA_FORM, "document.querySelector('h1').textContent='Wrong password'"),
    async does(tab) {
      await logsIn(tab);
      await tab.page.waitForSelector('text=Wrong password');
      await tab.isDoubted();
      await tab.close();
    },
    asks: null,
  },
  {
    name: 'a wrong password that a script shows, after which the person types another address',
    serves: scripted(SPA_FORM, "document.querySelector('h1').textContent='Wrong password'"),
    async does(tab) {
      await logsIn(tab);
      await tab.page.waitForSelector('text=Wrong password');
      await tab.isDoubted();
      await tab.page.goto('https://elsewhere.test/home');
    },
    asks: null,
  },
  {
    name: 'a wrong password, and the same form at another site of the firm',
    serves: ({ method, host }) =>
      method === 'POST' ? { to: `https://id.${host}.test/` } : loginPage(host.startsWith('id.') ? '<p>Wrong.</p>' : ''),
    does: logsIn,
    asks: null,
  },
  {
    name: 'a log-in that is kept, and ends at another site',
    serves: identityProvider,
    kept: [[NAME, SECRET]],
    does: logsIn,
    asks: null,
  },
  { name: 'a log-in that is kept', serves: classic, kept: [[NAME, SECRET]], does: logsIn, asks: null },
  {
    name: 'a code',
    serves: site(
      {
        '/': page(
          '<form method="post" action="/code"><h1>Enter your code</h1><label>Code <input name="code" type="password" maxlength="6" inputmode="numeric" autocomplete="one-time-code"></label><button>Confirm</button></form>',
        ),
      },
      { '/code': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=code]', '482193');
      await tab.page.click('button');
    },
    asks: null,
  },
  {
    name: 'a PIN',
    serves: site(
      {
        '/': page(
          '<form method="post" action="/pin"><h1>Unlock</h1><label>PIN <input name="pin" type="password"></label><button>Unlock</button></form>',
        ),
      },
      { '/pin': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=pin]', '4711');
      await tab.page.click('button');
    },
    asks: null,
  },
  {
    name: 'a card',
    serves: site(
      {
        '/': page(
          '<form method="post" action="/pay"><h1>Pay</h1><label>Card number <input name="card" autocomplete="cc-number"></label><label>CVV <input name="cvv" type="password" maxlength="4" autocomplete="cc-csc"></label><button>Pay</button></form>',
        ),
      },
      { '/pay': '/account' },
    ),
    async does(tab) {
      await tab.types('[name=card]', '4111111111111111');
      await tab.types('[name=cvv]', '123');
      await tab.page.click('button');
    },
    asks: null,
  },
  {
    name: 'a dialog that the person cancels',
    serves: scripted(
      `<dialog>${SPA_FORM.replace('<button>', `<button type="button" class="no" onclick="fetch('/api');document.querySelector('dialog').close()">Cancel</button><button>`)}</dialog>`,
      '',
      "onload=()=>document.querySelector('dialog').showModal();",
    ),
    async does(tab) {
      await tab.types('[name=email]', NAME);
      await tab.types('[name=password]', SECRET);
      await tab.page.click('.no');
    },
    asks: null,
  },
  {
    name: 'a form that is left unsent',
    serves: site({ '/': loginPage() }),
    async does(tab) {
      await tab.types('[name=email]', NAME);
      await tab.types('[name=password]', SECRET);
      await tab.page.click('text=Forgot password?');
    },
    asks: null,
  },
  {
    name: 'two passwords that differ',
    serves: site({ '/': page(SIGNUP) }, { '/sign-up': '/account' }),
    does: (tab) => signsUp(tab, 'another one'),
    asks: null,
  },
  {
    name: 'a new password of one of two accounts, without a word of which',
    serves: site(
      { '/': page(CHANGE().replace(/<label>Current.*\n/, '')), '/done': page('<h1>Changed</h1>') },
      { '/change': '/done' },
    ),
    kept: [
      [NAME, SECRET],
      ['blair@mail.example', 'another one'],
    ],
    async does(tab) {
      await tab.types('[name=new1]', FRESH);
      await tab.types('[name=new2]', FRESH);
      await tab.page.click('button');
    },
    asks: null,
  },
];
