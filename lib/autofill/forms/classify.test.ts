// From facts to kinds and purposes, without a browser: many languages, the confusions that cost most, and those that
// may never happen.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textField } from '../page/facts.testkit.ts';
import type { FieldFacts, FormFacts, PageFacts } from '../page/facts.ts';
import { plain } from '../page/plain.ts';
import { classify } from './classify.ts';
import type { FieldKind } from './forms.ts';

const field = (facts: Partial<FieldFacts>): FieldFacts => ({
  ...textField(facts),
  ...(facts.label ? { label: plain(facts.label) } : {}),
  ...(facts.attributes ? { attributes: `${plain(facts.attributes)} |` } : {}),
});
const password = (label: string, more: Partial<FieldFacts> = {}): FieldFacts =>
  field({ type: 'password', label, ...more });

function page(
  fields: readonly FieldFacts[],
  form: {
    submit?: string;
    more?: string[];
    heading?: string;
    links?: string[];
    checks?: string;
    attributes?: string;
  } = {},
): PageFacts {
  const facts: FormFacts = {
    fields: fields.map((_, at) => at),
    attributes: plain(form.attributes ?? ''),
    submits: [...(form.submit ? [form.submit] : []), ...(form.more ?? [])].map(plain),
    heading: plain(form.heading ?? ''),
    links: (form.links ?? []).map(plain),
    checks: plain(form.checks ?? ''),
  };
  return { address: '', title: '', fields, forms: [facts] };
}
function read(...given: Parameters<typeof page>): { purpose: string; kinds: FieldKind[] } {
  const [form] = classify(page(...given));
  if (!form) throw new Error('no form');
  return { purpose: form.purpose, kinds: [...form.kinds].toSorted(([a], [b]) => a - b).map(([, kind]) => kind) };
}
const kindOf = (facts: Partial<FieldFacts>): FieldKind | undefined => read([field(facts)]).kinds[0];

describe('words are normalised', () => {
  test.each([
    ['userEmail', 'user email'],
    ['user_email-Address', 'user email address'],
    ['  Adresse  É-mail :', 'adresse e mail'],
    ['data[User][email]', 'data user email'],
    ['Straße', 'strasse'],
    ['パスワード', 'パスワード'],
  ])('%s', (text, words) => expect(plain(text)).toBe(words));

  test('and stay as they are when normalised again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(plain(plain(text))).toBe(plain(text));
      }),
    );
  });
});

describe('an e-mail field is told', () => {
  test.each([
    'E-mail',
    'Email address',
    'Your e-mail *',
    'E-Mail-Adresse',
    'Adresse électronique (courriel)',
    'Correo electrónico',
    'Endereço de e-mail',
    'Indirizzo e-mail',
    'E-mailadres',
    'Adres e-mail',
    'Электронная почта',
    'Эл. почта',
    'E-posta',
    'メールアドレス',
    '电子邮箱',
    '電子郵件',
    '이메일',
  ])('by its label: %s', (label) => expect(kindOf({ label })).toBe('email'));
  test.each(['email', 'user_email', 'customerEmail', 'login[email]', 'mail', 'inputEmail3'])(
    'by its name: %s',
    (attributes) => expect(kindOf({ attributes })).toBe('email'),
  );
  test('by its type', () => expect(kindOf({ type: 'email' })).toBe('email'));
  test('by its autocomplete token', () => expect(kindOf({ autocomplete: 'section-a billing email' })).toBe('email'));

  test.each<[string, Partial<FieldFacts>]>([
    ['subject', { label: 'E-mail subject' }],
    ['a friend’s address', { label: 'Your friend’s e-mail' }],
    ['a postal code', { label: 'Почтовый индекс' }],
    ['a phone number whose name says e-mail', { type: 'tel', label: 'Phone number', attributes: 'email' }],
    ['a captcha whose id says e-mail', { label: 'Captcha', attributes: 'input-email' }],
    ['a search', { type: 'search', label: 'E-mail' }],
    ['a text area', { type: 'textarea', label: 'E-mail' }],
    ['a street', { label: 'Address line 1' }],
  ])('and %s is none', (_, facts) => expect(kindOf(facts)).toBe('other'));
});

describe('names', () => {
  test.each<[string, FieldKind]>([
    ['Full name', 'name'],
    ['First name', 'givenName'],
    ['Last name', 'familyName'],
    ['Vorname', 'givenName'],
    ['Nachname', 'familyName'],
    ['Prénom', 'givenName'],
    ['Apellidos', 'familyName'],
    ['Имя', 'givenName'],
    ['Фамилия', 'familyName'],
    ['お名前', 'name'],
    ['Username', 'username'],
    ['Benutzername', 'username'],
    ["Nom d'utilisateur", 'username'],
    ['Имя пользователя', 'username'],
    ['用户名', 'username'],
    ['Company', 'other'],
    ['City', 'other'],
    ['Date of birth', 'other'],
  ])('%s', (label, kind) => expect(kindOf({ label })).toBe(kind));
});

describe('a code', () => {
  test.each<[string, Partial<FieldFacts>]>([
    ['token', { autocomplete: 'one-time-code' }],
    ['label', { label: 'Verification code' }],
    ['name', { attributes: 'otp' }],
    ['German', { label: 'Bestätigungscode' }],
    ['Chinese', { label: '验证码' }],
  ])('is told by its %s', (_, facts) => expect(kindOf(facts)).toBe('otp'));
  test('is told by a row of boxes', () => {
    const boxes = Array.from({ length: 6 }, (_, at) => field({ maxLength: 1, label: `Digit ${at + 1}` }));
    expect(read(boxes).kinds).toEqual(Array(6).fill('otp'));
  });
  test.each(['Promo code', 'Postal code', 'Country code', 'Gift card code', 'Captcha code'])(
    'and a %s is none',
    (label) => expect(kindOf({ label })).toBe('other'),
  );
  test('beside an address is a picture puzzle, unless it was sent', () => {
    const identity = field({ type: 'email' });
    expect(read([identity, field({ label: 'Verification code' })]).kinds[1]).toBe('other');
    expect(read([identity, field({ label: 'Enter the code we sent you by e-mail' })]).kinds[1]).toBe('otp');
  });
  test('beside much else is one, too', () => {
    const fields = [
      field({ label: 'Phone' }),
      field({ type: 'textarea', label: 'Message' }),
      field({ label: 'Security code' }),
    ];
    expect(read(fields).kinds[2]).toBe('other');
  });
  test('beside a card number is the card’s', () => {
    expect(read([field({ label: 'Card number' }), field({ label: 'Security code' })]).kinds[1]).toBe('other');
  });
});

describe('sign-up is told from log-in', () => {
  const two = [field({ type: 'email' }), password('Password')];
  test.each([
    ['Sign up', 'Log in'],
    ['Create account', 'Sign in'],
    ['Registrieren', 'Einloggen'],
    ["S'inscrire", 'Se connecter'],
    ['Crear cuenta', 'Iniciar sesión'],
    ['Criar conta', 'Entrar'],
    ['Registrati', 'Accedi'],
    ['Account aanmaken', 'Inloggen'],
    ['Zarejestruj się', 'Zaloguj się'],
    ['Зарегистрироваться', 'Войти'],
    ['Kayıt ol', 'Giriş yap'],
    ['新規登録', 'ログイン'],
    ['注册', '登录'],
    ['회원가입', '로그인'],
    ['التسجيل', 'تسجيل الدخول'],
  ])('%s / %s', (signup, login) => {
    expect(read(two, { submit: signup })).toEqual({ purpose: 'signup', kinds: ['email', 'newPassword'] });
    expect(read(two, { submit: login })).toEqual({ purpose: 'login', kinds: ['email', 'currentPassword'] });
  });
  test('by what a form asks for, if its words say nothing', () => {
    expect(read([...two, password('Confirm password')]).purpose).toBe('signup');
    expect(read([field({ label: 'First name' }), field({ label: 'Last name' }), ...two]).purpose).toBe('signup');
    expect(read(two, { checks: 'Remember me' }).purpose).toBe('login');
    expect(read(two, { links: ['Forgot password? /forgot'] }).purpose).toBe('login');
  });
  test('a question that leads to the other form does not count as the form’s own word', () => {
    expect(read(two, { heading: 'Create account', links: ['Already have an account? Log in'] }).purpose).toBe('signup');
    expect(read(two, { submit: 'Log in', links: ['No account yet? Sign up'] }).purpose).toBe('login');
  });
  test('newsletters, contact and recovery forms are neither', () => {
    const one = [field({ type: 'email' })];
    expect(read(one, { submit: 'Subscribe', heading: 'Newsletter' }).purpose).toBe('other');
    expect(read(one, { submit: 'Send', heading: 'Forgot your password?' }).purpose).toBe('other');
    expect(read([...one, field({ type: 'textarea', label: 'Message' })], { submit: 'Send message' }).purpose).toBe(
      'other',
    );
  });
  test('below a button that leads on, another one leads away', () => {
    const step = {
      submit: 'Next',
      more: ['Open an account'],
      links: ['Forgot your password?'],
    };
    expect(read([field({ type: 'email' })], step).purpose).toBe('login');
    expect(read([field({ type: 'email' })], { ...step, more: ['Sign in'], links: [] }).purpose).toBe('other');
  });
  test('a password and a PIN open an account, a password and the same once more begin one', () => {
    const bank = { submit: 'Continue', attributes: 'login' };
    expect(read([field({ label: 'Customer number' }), password('Password'), password('PIN')], bank).purpose).toBe(
      'login',
    );
    expect(read([field({ label: 'Customer number' }), password('Password'), password('Password')], bank).purpose).toBe(
      'signup',
    );
    expect(read([field({ label: 'Nick' }), password('Password'), password('Confirm it')], bank).purpose).toBe('signup');
  });
  test('a newsletter beside passwords that are not seen is no log-in', () => {
    const hidden = password('Password', { visible: false });
    const list = [field({ type: 'email', placeholder: 'Your e-mail for our newsletter' }), hidden, hidden];
    expect(read(list, { submit: 'OK', links: ['Forgot your password?'] }).purpose).toBe('other');
  });
  test('a link that says what the button says leads to no other form', () => {
    const bank = ['Branch', 'Account number', 'Part'].map((label) => field({ label }));
    const links = ['Help /help/login/questions'];
    expect(read([...bank, password('Secret number')], { submit: 'Log in', links }).purpose).toBe('login');
  });
  test('two ways to log in on one page ask for no more than one', () => {
    const ways = [
      field({ label: 'Mobile number', attributes: 'who' }),
      field({ label: 'Code', attributes: 'sms' }),
      field({ label: 'Mobile number or e-mail', attributes: 'who' }),
      password('Password', { autocomplete: 'new-password' }),
    ];
    expect(read(ways, { heading: 'Sign in' }).purpose).toBe('login');
  });
  test('a first step without a password needs clear words', () => {
    const one = [field({ type: 'email' })];
    expect(read(one, { submit: 'Continue' }).purpose).toBe('other');
    expect(read(one, { submit: 'Continue', heading: 'Create your account' }).purpose).toBe('signup');
    expect(read(one, { submit: 'Sign in' }).purpose).toBe('login');
  });
});

describe('passwords', () => {
  test('of a change: the old one first', () => {
    const kinds = read([password('Current password'), password('New password'), password('Repeat new password')]).kinds;
    expect(kinds).toEqual(['currentPassword', 'newPassword', 'newPassword']);
  });
  test('of a reset are new', () => {
    expect(read([password('New password'), password('Confirm')], { heading: 'Reset your password' }).kinds).toEqual([
      'newPassword',
      'newPassword',
    ]);
  });
  test('“new-password” in a plain log-in is a trick against browsers', () => {
    expect(
      read([field({ type: 'email' }), password('Password', { autocomplete: 'new-password' })], {
        submit: 'Log in',
        links: ['Forgot password?'],
      }).kinds[1],
    ).toBe('currentPassword');
  });
  test('a social security number is none', () => {
    expect(read([password('Social Security Number', { attributes: 'ssn' })]).kinds).toEqual(['other']);
  });
  test('an unnamed field right before one is the user name', () => {
    expect(read([field({}), password('')]).kinds).toEqual(['username', 'currentPassword']);
  });
});

describe('visible words count before names that only programs see', () => {
  test.each<[string, Partial<FieldFacts>, FieldKind]>([
    ['a name that is called user name inside', { label: 'Your name', attributes: 'userName' }, 'name'],
    ['a name told by its token', { label: 'Name', autocomplete: 'name', attributes: 'user_name' }, 'name'],
    ['a name in the text before', { near: 'Full name', attributes: 'username' }, 'name'],
    ['a user name that is called name inside', { near: 'username', attributes: 'name' }, 'username'],
    ['a name with a remark on user names', { label: 'Your name, which others see in place of your user name' }, 'name'],
    ['a display name', { label: 'Display name', attributes: 'displayName' }, 'name'],
    ['an address whose token says street', { label: 'E-mail', autocomplete: 'street-address' }, 'email'],
    ['an address whose token says code', { label: 'E-mail address', autocomplete: 'one-time-code' }, 'email'],
    ['an address that is called user name inside', { label: 'Login', attributes: 'email' }, 'email'],
    ['a street whose token says password', { label: 'Street address', autocomplete: 'new-password' }, 'other'],
    ['a tab called e-mail', { attributes: 'email_tab' }, 'other'],
    ['how often mail comes', { attributes: 'email_frequency' }, 'other'],
    ['who is searched for', { placeholder: 'Type or choose a user' }, 'other'],
    ['a search that takes a user name', { type: 'search', autocomplete: 'username', label: 'User ID' }, 'username'],
    [
      'a telephone number to which a code is sent',
      { type: 'tel', label: 'Mobile no. (a one-time password will be sent)' },
      'other',
    ],
    ['a captcha', { placeholder: 'Digite o código', attributes: 'form-captcha' }, 'other'],
  ])('%s', (_, facts, kind) => {
    const near = facts.near === undefined ? {} : { near: plain(facts.near) };
    const placeholder = facts.placeholder === undefined ? {} : { placeholder: plain(facts.placeholder) };
    expect(kindOf({ ...facts, ...near, ...placeholder })).toBe(kind);
  });
});

describe('a log-in by other words', () => {
  test.each(['Contract', 'ID', 'Card number', 'Name', 'Member number'])('%s', (label) => {
    expect(read([field({ label }), password('Password')], { submit: 'Log in' }).kinds[0]).toBe('username');
  });
  test('a PIN beside it is its password', () => {
    expect(read([field({ label: 'Account number' }), password('PIN')], { submit: 'Log in' }).kinds).toEqual([
      'username',
      'currentPassword',
    ]);
  });
  test('but identities have no telephone number', () => {
    expect(read([field({ label: 'Mobile number' }), password('Password')], { submit: 'Log in' }).kinds[0]).toBe(
      'other',
    );
  });
});

describe('of two user names one is none', () => {
  const rest = [field({ label: 'E-mail' }), password('Password')];
  const bait = field({ attributes: 'username', autocomplete: 'new-password' });
  test('how one is called there, beside the name to log in with', () => {
    const nick = field({ label: 'Nickname', autocomplete: 'nickname' });
    expect(read([field({ label: 'User name' }), ...rest, nick]).kinds[3]).toBe('name');
    expect(read([nick, ...rest]).kinds[0]).toBe('username');
  });
  test('one that nobody reads, with the token of a password, beside an address', () => {
    expect(read([rest[0] as FieldFacts, bait, rest[1] as FieldFacts]).kinds.slice(0, 2)).toEqual(['email', 'other']);
    expect(read([bait, rest[1] as FieldFacts]).kinds[0]).toBe('username');
    expect(read([...rest, { ...bait, near: 'user name' }]).kinds[2]).toBe('username');
  });
});

describe('a field without a word before a password', () => {
  test('takes the address that its form speaks of', () => {
    expect(read([field({}), password('')], { heading: 'Register by e-mail or telephone' }).kinds[0]).toBe('email');
    const called = field({ near: 'sign up with email or telephone', attributes: 'display_name' });
    expect(read([called, field({}), password('')]).kinds[1]).toBe('email');
  });
  test('and else the user name, also if it has a word of its own', () => {
    expect(read([field({}), password('')], { heading: 'Register' }).kinds[0]).toBe('username');
    expect(read([field({ label: 'Contract' }), password('')], { heading: 'Register by e-mail' }).kinds[0]).not.toBe(
      'email',
    );
  });
});

describe('a field for robots gets nothing', () => {
  const people = [field({ label: 'E-mail' }), password('Password')];
  test.each<[string, Partial<FieldFacts>]>([
    ['by how it is kept from people', { label: 'E-mail', decoy: true }],
    ['by its words', { label: 'Leave this field empty', attributes: 'email2' }],
    ['by its words in German', { label: 'Bitte nicht ausfüllen', attributes: 'email' }],
  ])('%s', (_, facts) => {
    expect(read([...people, field(facts)], { submit: 'Sign up' }).kinds).toEqual(['email', 'newPassword', 'other']);
  });
});

describe('a password of type text', () => {
  test('is told by how it is drawn', () => {
    expect(read([field({ label: 'User name' }), field({ label: 'Secret', masked: true })]).kinds).toEqual([
      'username',
      'currentPassword',
    ]);
  });
  test('is told by its words, as after “show password”', () => {
    expect(read([field({ label: 'E-mail' }), field({ label: 'Password' })], { submit: 'Log in' }).kinds[1]).toBe(
      'currentPassword',
    );
  });
  test.each(['Password hint', 'Forgot your password?', 'Password or one-time code'])('and “%s” is none', (label) => {
    expect(read([field({ label: 'E-mail' }), field({ label })]).kinds[1]).not.toMatch(/Password/);
  });
  test('and a text that stands in for the real one is none', () => {
    expect(read([field({ label: 'E-mail' }), field({ label: 'Password' }), password('Password')]).kinds[1]).toBe(
      'other',
    );
  });
});

describe('a code in several fields', () => {
  const row = (many: number, facts: Partial<FieldFacts>): FieldFacts[] =>
    Array.from({ length: many }, () => field(facts));
  const heading = 'Enter the code we sent to your e-mail';
  const waits = (fields: FieldFacts[], form = {}): unknown => classify(page(fields, form))[0]?.waits?.codeLength;
  test.each<[string, FieldFacts[], number]>([
    [
      'six boxes of type password',
      row(6, { type: 'password', maxLength: 1, label: 'Digit of your verification code' }),
      6,
    ],
    [
      'five narrow boxes of no length',
      [field({ narrow: true, autocomplete: 'one-time-code' }), ...row(4, { narrow: true })],
      5,
    ],
    ['two fields of three', row(2, { maxLength: 3, numeric: true }), 6],
    ['two fields that say so', row(2, { maxLength: 3, label: 'Three digits of the code' }), 6],
    ['four boxes', row(4, { maxLength: 1 }), 4],
  ])('%s', (_, fields, length) => {
    expect(new Set(read(fields, { heading }).kinds)).toEqual(new Set(['otp']));
    expect(waits(fields, { heading })).toBe(length);
  });
  test('a date or a telephone number is none', () => {
    expect(read(row(2, { maxLength: 2, label: 'Day' })).kinds).toEqual(['other', 'other']);
    expect(read(row(3, { maxLength: 3, type: 'tel', label: 'Phone number' })).kinds).not.toContain('otp');
  });
  test('the digits on the back of a card are none, though a field like it stands beside them', () => {
    expect(read(row(2, { maxLength: 3, label: 'Three digits on the back of your card' }), { heading }).kinds).toEqual([
      'other',
      'other',
    ]);
  });
  test('single characters of a password are none', () => {
    expect(read(row(4, { type: 'password', maxLength: 1, label: 'Character of your password' })).kinds).not.toContain(
      'otp',
    );
  });
  test('its length is known by the field or by words', () => {
    expect(waits([field({ label: 'Verification code', maxLength: 6 })])).toBe(6);
    expect(waits([field({ label: 'Enter the 8-digit code we sent you' })])).toBe(8);
    expect(waits([field({ label: 'Verification code' })])).toBeUndefined();
  });
  test('one transparent field takes a code and nothing else', () => {
    expect(read([field({ label: 'Verification code', clear: true })]).kinds).toEqual(['otp']);
    expect(read([field({ label: 'E-mail', clear: true })]).kinds).toEqual(['other']);
  });
});

test('on any page every field gets one kind, and a password only goes where it is hidden or asked for', () => {
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom('email', 'password', 'sign up', 'log in', 'code', 'new', 'confirm', 'user name'),
  );
  const any = fc.record({
    type: fc.constantFrom('text', 'email', 'password', 'tel', 'number', 'textarea', 'select', 'search', 'url'),
    autocomplete: fc.constantFrom(
      '',
      'off',
      'email',
      'new-password',
      'current-password',
      'one-time-code',
      'cc-number',
      'constructor',
      '__proto__',
    ),
    attributes: text,
    placeholder: text,
    label: text,
    near: text,
    maxLength: fc.constantFrom(-1, 1, 6),
    visible: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 9 }), text, text, (fields, submit, heading) => {
      const facts = page(fields.map(field), { submit, heading });
      const [form] = classify(facts);
      expect([...(form?.kinds.keys() ?? [])].toSorted((a, b) => a - b)).toEqual(fields.map((_, at) => at));
      for (const [at, kind] of form?.kinds ?? []) {
        const isPassword = facts.fields[at]?.type === 'password';
        const {
          masked = false,
          label = '',
          placeholder = '',
          attributes = '',
          autocomplete = '',
        } = facts.fields[at] ?? {};
        const asks = /pass/.test(`${label} ${placeholder} ${attributes} ${autocomplete}`);
        if (kind === 'newPassword' || kind === 'currentPassword') expect(isPassword || masked || asks).toBe(true);
        if (isPassword) expect(['newPassword', 'currentPassword', 'otp', 'other']).toContain(kind);
      }
    }),
  );
});
