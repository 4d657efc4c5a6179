// Mails as sites write them (made up here, in the manner of real ones), each with the code or link it brings, or none.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCode, findConfirmation, type MailText } from './code.ts';

const mail = (subject: string, text: string, links: MailText['links'] = []): MailText => ({ subject, text, links });

describe('a code is found', () => {
  test.each<[string, string, string]>([
    [
      'Your verification code',
      'Hi Swift Heron,\n\nYour verification code is 482193. It expires in 10 minutes.\n',
      '482193',
    ],
    [
      '482 193 is your Corner Shop code',
      'Enter this code to sign in.\n\n482 193\n\nDid not ask for it? Ignore this mail.',
      '482193',
    ],
    [
      'Sign in to Paper',
      'Copy and paste this temporary login code:\n\nABC-12D\n\n© 2026 Paper Inc., 548 Market Street, San Francisco 94104',
      'ABC12D',
    ],
    ['Your sign-in code', 'Use the code below.\n\n4 8 2 1 9 3\n\nCall us on +1 555 019 2834 for help.', '482193'],
    ['G-482193 is your verification code', 'G-482193', '482193'],
    ['Confirm your account', 'Order 20391844 is waiting. Your confirmation code: 7731\n', '7731'],
    ['Security alert', 'Your one-time passcode is:\n\n   90210467\n\nIt is valid for 15 minutes.', '90210467'],
    ['Your PIN', 'Your PIN: 2024', '2024'],
    ['Welcome', 'Use 551204 as your login code. Questions? Tel. 030 1234567.', '551204'],
    [
      'Dein Bestätigungscode',
      'Hallo,\n\ndein Bestätigungscode lautet 112358.\nKundennummer: 8812345\nRechnung Nr. 2026-1193',
      '112358',
    ],
    ['Ihr Einmalpasscode', 'Bitte geben Sie diesen Code ein:\n\n004512\n\nMusterstraße 12, 10115 Berlin', '004512'],
    ['Votre code de vérification', 'Bonjour,\nVoici votre code : 937 205\nIl expire dans 20 minutes.', '937205'],
    ['Código de verificación', 'Tu código de verificación es 660132. No lo compartas.', '660132'],
    ['Seu código de acesso', 'Olá!\n\nSeu código:\n\n81 22 04\n\nPedido 5519283', '812204'],
    ['Codice di verifica', 'Il tuo codice di verifica è 445566.', '445566'],
    ['Je verificatiecode', 'Je verificatiecode is 731942. Bestelling 10293847.', '731942'],
    ['Kod weryfikacyjny', 'Twój kod weryfikacyjny: 908172', '908172'],
    ['Код подтверждения', 'Ваш код подтверждения: 305718. Никому его не сообщайте. Заказ № 1002938', '305718'],
    ['Doğrulama kodunuz', 'Doğrulama kodunuz: 615243', '615243'],
    ['認証コードのお知らせ', '認証コード:284913\n有効期限は10分です。', '284913'],
    ['验证码', '您的验证码是 739201,10分钟内有效。', '739201'],
    ['인증번호 안내', '인증번호: 502847', '502847'],
    ['رمز التحقق', 'رمز التحقق الخاص بك هو 184920', '184920'],
    ['Log in to Tool', 'Your code\nK7PX2Q\n', 'K7PX2Q'],
    [
      'Verify your email',
      'Please enter the following in the window where you began:\n\n1048\n\nThis verification code was sent to swift-heron-71@inbox.example on 3 March 2026.',
      '1048',
    ],
    [
      'Your login code',
      '123456 is your login code. Never share it. Visit https://shop.example/t/99887766 for help.',
      '123456',
    ],
  ])('%s', (subject, text, digits) => expect(findCode(mail(subject, text))?.digits).toBe(digits));
});

describe('no code is found', () => {
  test.each<[string, string]>([
    ['Your order 48219375 has shipped', 'Order number: 48219375\nTotal: $1299.00\nTracking: 77120934'],
    ['Invoice 2026-4411', 'Invoice no. 448211\nAmount due: 1200 EUR\nBank code 10020030'],
    ['Spring sale', 'Save 1000 points! Use promo code SPRING26 at checkout. Ends 2026.'],
    ['Welcome to Corner Shop', 'Founded in 1998, we have 250000 customers.\n\n© 2026 Corner Shop, 94104 San Francisco'],
    ['Reset your password', 'Click the link: https://shop.example/reset?token=123456789\nCall 555 0192.'],
    ['Morning briefing', 'In 2025 the economy grew. 4500 people came at 10:30.'],
    ['Deine Bestellung', 'Bestellnummer: 5512345\nGutscheincode: WINTER10\nTelefon 030 123456'],
    ['Your ticket', 'Reference number 773311. Ticket 99210. Case 44120.'],
    ['New sign-in', 'New sign-in from Chromium on 12.03.2026 at 17:45. Error code: none. IP 203.0.113.7'],
    ['Area code change', 'The area code 4412 and postal code 90210 changed.'],
    ['Gift card', 'Your gift card code: 88123344'],
    ['', ''],
  ])('%s', (subject, text) => expect(findCode(mail(subject, text))).toBeNull());
});

test('any six digits named as the code are found among other numbers', () => {
  const digits = fc.integer({ min: 0, max: 999_999 }).map((value) => String(value).padStart(6, '0'));
  const noise = fc.constantFrom(
    'Order 48219375.',
    '© 2026 Shop',
    'Total: $1299.00',
    'Tel. 030 1234567',
    'Invoice no. 448211',
    '12.03.2026',
  );
  fc.assert(
    fc.property(digits, fc.array(noise, { maxLength: 4 }), fc.array(noise, { maxLength: 4 }), (code, before, after) => {
      const text = [...before, '', `Your verification code is ${code}`, '', ...after].join('\n');
      expect(findCode(mail('Hello', text))?.digits).toBe(code);
    }),
  );
});

test('no text whatever makes it fail', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (subject, text) => {
      const found = findCode(mail(subject, `${text} code`));
      if (found) expect(found.digits).toMatch(/^[\dA-Z]{4,8}$/);
    }),
  );
});

test('a hostile mail is read in time that grows with its length', () => {
  const text = `code ${'1 '.repeat(20_000)}${'A1'.repeat(20_000)}${'123-'.repeat(10_000)}`;
  const started = performance.now();
  findCode(mail('code', text));
  expect(performance.now() - started).toBeLessThan(2000);
});

describe('a confirmation link is found', () => {
  test.each<[string, string, string, string]>([
    ['Confirm your address', 'Confirm e-mail', 'https://shop.example/confirm?token=k3jd83jfk39fk2l3', 'shop.example'],
    ['Welcome', 'Verify my account', 'https://mail.shop.example/v/8f3kd93kf9d3kf93kd', 'shop.example'],
    ['Bitte bestätige deine Adresse', 'E-Mail-Adresse bestätigen', 'https://shop.example/b/1', 'shop.example'],
    ['Activez votre compte', 'Activer mon compte', 'https://www.shop.example/activer', 'shop.example'],
    ['Подтвердите адрес', 'Подтвердить', 'https://shop.example/x/1', 'shop.example'],
    ['メールアドレスの確認', '登録を完了する', 'https://shop.example/r/1', 'shop.example'],
    [
      'Confirm',
      'http://localhost:3000/confirm/ab12cd34ef56ab12',
      'http://localhost:3000/confirm/ab12cd34ef56ab12',
      'localhost:3000',
    ],
    ['Confirm', 'Confirm', 'https://shop.example/confirm', 'http://shop.example'],
    ['Your link', 'Sign in to Shop', 'https://shop.example/magic?token=1', 'shop.example'],
  ])('%s: %s', (subject, text, url, site) => {
    const links = [
      { url: 'https://shop.example/', text: 'Shop' },
      { url: 'https://facebook.com/shop', text: 'Confirm on Facebook' },
      { url, text },
      { url: 'https://shop.example/unsubscribe?token=1', text: 'Unsubscribe' },
    ];
    expect(findConfirmation(mail(subject, '', links), site)?.url).toBe(url);
  });
});

describe('no confirmation link is found', () => {
  test.each<[string, string]>([
    ['Confirm your address', 'https://evil.example/confirm?token=1234567890abcdef'],
    ['Confirm your address', 'https://shop.example.evil.org/confirm'],
    ['Confirm your address', 'http://shop.example/confirm?token=1'],
    ['Confirm your address', 'https://shop.example@evil.org/confirm'],
    ['Confirm your address', 'javascript:confirm(1)'],
    ['Unsubscribe', 'https://shop.example/confirm-unsubscribe?token=1'],
    ['Help', 'https://shop.example/help'],
    ['Our shop', 'https://shop.example/products'],
    ['This was not me', 'https://shop.example/verify/deny'],
    ['Confirm your address', 'https://evil.org\\@shop.example/confirm?token=1234567890abcdef'],
    ['Confirm your address', 'https://evil.org\\.shop.example/confirm?token=1234567890abcdef'],
    ['Confirm your address', 'https:\\\\evil.org/@shop.example/confirm?token=1234567890abcdef'],
    ['Confirm your address', 'https://shop.example%2f.evil.org/confirm?token=1234567890abcdef'],
    ['Confirm your address', 'https://user@shop.example/confirm?token=1234567890abcdef'],
    ['Confirm your address', 'https://shop.example\t.evil.org/confirm?token=1234567890abcdef'],
  ])('%s: %s', (text, url) =>
    expect(findConfirmation(mail('Welcome', '', [{ url, text }]), 'shop.example')).toBeNull(),
  );
});

test('the link is kept as the browser opens it, under the host that it leads to', () => {
  const found = (url: string) =>
    findConfirmation(mail('Confirm', '', [{ url, text: 'Confirm my address' }]), 'shop.example');
  expect(found('HTTPS://Shop\t.Example\\confirm?a=\u202e1')).toEqual({
    url: 'https://shop.example/confirm?a=%E2%80%AE1',
    host: 'shop.example',
  });
  expect(found('https://my.shop．example:8443/confirm')?.host).toBe('my.shop.example:8443');
});

test('a link that logs in is found by the word on its button and a secret in its address', () => {
  const found = (text: string, path: string, subject = 'Your log-in link') =>
    findConfirmation(mail(subject, '', [{ url: `https://shop.example${path}`, text }]), 'shop.example')?.url ?? null;
  const secret = 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789';
  for (const text of [
    'Log in',
    'Login',
    'Sign in',
    'Log me in',
    'Anmelden',
    'Einloggen',
    'Se connecter',
    'Iniciar sesión',
  ])
    expect(found(text, `/login/callback?t=${secret}`), text).toContain(secret);
  // The shop's own door, and mails that only mention it.
  expect(found('Log in', '/login')).toBeNull();
  expect(found('Log in', '/log-in?from=newsletter-november', 'Our news')).toBeNull();
  expect(found('How to log in', `/help/${secret}`)).toBeNull();
});
