// From facts to kinds and purposes, without a browser: many languages, the confusions that cost most, and what may never happen.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classify, type Kind } from './classify.ts';
import type { FieldFacts, FormFacts, PageFacts } from './facts.ts';
import { plain } from './words.ts';

const field = (facts: Partial<FieldFacts>): FieldFacts => ({
  type: 'text',
  autocomplete: '',
  attributes: '',
  placeholder: '',
  label: '',
  near: '',
  maxLength: -1,
  numeric: false,
  visible: true,
  editable: true,
  empty: true,
  ...facts,
  ...(facts.label ? { label: plain(facts.label) } : {}),
  ...(facts.attributes ? { attributes: `${plain(facts.attributes)} |` } : {}),
});
const password = (label: string, more: Partial<FieldFacts> = {}): FieldFacts =>
  field({ type: 'password', label, ...more });

function page(
  fields: readonly FieldFacts[],
  form: { submit?: string; heading?: string; links?: string[]; checks?: string; attributes?: string } = {},
): PageFacts {
  const facts: FormFacts = {
    fields: fields.map((_, at) => at),
    attributes: plain(form.attributes ?? ''),
    submits: form.submit ? [plain(form.submit)] : [],
    heading: plain(form.heading ?? ''),
    links: (form.links ?? []).map(plain),
    checks: plain(form.checks ?? ''),
  };
  return { address: '', title: '', fields, forms: [facts] };
}
function read(...given: Parameters<typeof page>): { purpose: string; kinds: Kind[] } {
  const [form] = classify(page(...given));
  if (!form) throw new Error('no form');
  return { purpose: form.purpose, kinds: [...form.kinds].toSorted(([a], [b]) => a - b).map(([, kind]) => kind) };
}
const kindOf = (facts: Partial<FieldFacts>): Kind | undefined => read([field(facts)]).kinds[0];

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
  test.each<[string, Kind]>([
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
  test('by what a form asks for, where its words say nothing', () => {
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

test('whatever a page says, every field gets one kind and only password fields get a password', () => {
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
        if (kind === 'newPassword' || kind === 'currentPassword') expect(isPassword).toBe(true);
        if (isPassword) expect(['newPassword', 'currentPassword', 'otp', 'other']).toContain(kind);
      }
    }),
  );
});
