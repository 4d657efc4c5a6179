// Mails as sites write them (made up here, in the manner of real ones), each with the code or link it brings, or none.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findCode, findCodeOf, findConfirmation, type MailText } from './code.ts';
import { MONTH, NAMED_SO, OTHER_NUMBER } from './code-words.ts';

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
    // Scripts without spaces touch the number.
    ['登录提醒', '【读书会】验证码739201,10分钟内有效。', '739201'],
    ['登录提醒', '739201是您的验证码。', '739201'],
    ['ログイン', '認証コード284913を入力してください。', '284913'],
    ['안내', '인증번호는502847입니다.', '502847'],
    ['เข้าสู่ระบบ', 'รหัสยืนยันของคุณคือ739201', '739201'],
    // Small and mixed letters that stand alone or are called a code in so many words.
    ['Your log-in code', 'Type this code:\n\n   q4mz8t\n\nIt works once.', 'q4mz8t'],
    ['ログイン', '認証コード：Kp7wR\n', 'Kp7wR'],
    ['Your code', 'Your code is 7hK2p.', '7hK2p'],
    // Invisible characters, other digits, other dashes.
    ['Your code', 'Your verification code: 739\u200b201', '739201'],
    ['Your code', 'Your verification code: 73\u200c92\u00ad01', '739201'],
    ['Your code', 'Your one-time code is 739\u00a0\u2013\u00a0201', '739201'],
    ['認証コード', '認証コード：７３９２０１', '739201'],
    ['رمز التحقق', 'رمز التحقق الخاص بك هو ٧٣٩٢٠١', '739201'],
    ['सत्यापन कोड', 'आपका सत्यापन कोड ७३९२०१ है।', '739201'],
    ['যাচাইকরণ কোড', 'আপনার যাচাইকরণ কোড ৭৩৯২০১', '739201'],
    // A digit a cell or a block.
    ['Your code', 'Your verification code:\n\n7 | 3 | 9 | 2 | 0 | 1\n\nThanks.', '739201'],
    ['Your code', 'Your verification code:\n7\n3\n9\n2\n0\n1\n\n10 minutes are left.', '739201'],
    // Long ones.
    ['Your code', 'Your verification code is 739201884.', '739201884'],
    ...(
      [
        'Jou kode is 739201.',
        'Kodi juaj është 739201',
        'የማረጋገጫ ኮድ 739201',
        'Ձեր կոդն է 739201',
        'Təsdiq kodu: 739201',
        'Zure kodea: 739201',
        'Вашият код е 739201.',
        'El teu codi és 739201.',
        'Vaš kod je 739201',
        'Váš ověřovací kód: 739201',
        'Din kode er 739201.',
        'Teie kinnituskood on 739201.',
        'Vahvistuskoodisi on 739201.',
        'O teu código é 739201',
        'თქვენი კოდია 739201',
        'Ο κωδικός σας είναι 739201.',
        'તમારો કોડ 739201 છે',
        'קוד האימות שלך הוא 739201',
        'A kódod: 739201',
        'Staðfestingarkóðinn þinn er 739201.',
        'Kode Anda: 739201',
        'Растау коды: 739201',
        'លេខកូដ 739201',
        'ನಿಮ್ಮ ಕೋಡ್ 739201',
        'ລະຫັດ 739201',
        'Jūsų patvirtinimo kodas: 739201',
        'Jūsu apstiprinājuma kods: 739201',
        'Вашиот код е 739201',
        'നിങ്ങളുടെ കോഡ് 739201',
        'तुमचा कोड 739201 आहे',
        'Din kode: 739201',
        'کد تأیید شما: 739201',
        'ਤੁਹਾਡਾ ਕੋਡ 739201',
        'Codul tău este 739201',
        'Váš kód je 739201',
        'Vaša koda: 739201',
        'Ваш код: 739201',
        'Din kod är 739201',
        'Nambari: msimbo 739201',
        'உங்கள் குறியீடு 739201',
        'మీ కోడ్ 739201',
        'Ваш код: 739201',
        'آپ کا کوڈ 739201',
        'Tasdiqlash kodingiz: 739201',
        'Mã xác minh của bạn là 739201.',
        'Eich cod yw 739201',
      ] as const
    ).map((text): [string, string, string] => ['', text, '739201']),
  ])('%s: %s', (subject, text, digits) => expect(findCode(mail(subject, text))?.digits).toBe(digits));
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
    ['Ihr Code zum Sparen', 'Rabattcode: WINTER26\nBestellnummer 4412 9931'],
    ['Koden er her', 'Rabatkode: 88123344. Ordrenummer: 77120934'],
    ['Your code of conduct', 'The code of conduct applies to iphone15, windows11 and b2b2c.\nRow 1\n1\n2\n3\n4\n5'],
    ['订单', '订单号48219375已发货,验证码不会在此邮件中发送。共1200元,2026年11月29日'],
    ['주문', '주문번호 48219375, 4500원. 코드 없음'],
    ['Код скидки', 'Промокод 88123344, заказ 1002938'],
    ['Rate us', 'Enter your rating without a code: 5 4 3 2 1'],
    ['Code', 'Call 0800 555 1234 about code questions. Room 4412.'],
    ['', ''],
  ])('%s', (subject, text) => expect(findCode(mail(subject, text))).toBeNull());
});

describe('if a page waits for a code of a known length', () => {
  const own = 'Tere!\n\nSinu salasõna lehele on 739201.\n\nAitäh\n© 2026 Pood, 10115 Tallinn, tel 030 1234567';
  test('the one number of that length is found, with any name in the mail', () => {
    expect(findCode(mail('Sisselogimine', own))).toBeNull();
    expect(findCodeOf(mail('Sisselogimine', own), 6)?.digits).toBe('739201');
    expect(findCodeOf(mail('', 'Xyzzy 7731.'), 4)?.digits).toBe('7731');
  });
  test('words rank: what they call a code is it', () => {
    const text = 'Your code is 739201. Parcel 551204 is on its way.';
    expect(findCodeOf(mail('', text), 6)?.digits).toBe('739201');
  });
  test.each<[string, string, number]>([
    ['of two, none', 'Tere! 739201 ja 551204.', 6],
    ['an order', 'Order number: 482193', 6],
    ['a postal code', 'Pood, 10115 Tallinn', 5],
    ['a postal code at the end of a line', 'Pood, Tallinn 10115', 5],
    ['a year', 'Pood sinceeds 2026.', 4],
    ['a price', 'Kokku 1299 EUR', 4],
    ['a date', '12.03.2026', 4],
    ['a part of a telephone number', 'Helista 0800 555123', 6],
    ['a code of another length', 'Your code is 739201. 4412', 4],
    ['what is in an address', 'https://shop.example/t/739201', 6],
  ])('%s', (_, text, length) => expect(findCodeOf(mail('', text), length)).toBeNull());
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
      if (found) expect(found.digits).toMatch(/^[\dA-Za-z]{4,10}$/);
    }),
  );
});

// Each would take minutes, and end the test, if any reading took time with the square of the length.
test.each([
  `code ${'1 '.repeat(200_000)}${'A1'.repeat(200_000)}${'123-'.repeat(100_000)}`,
  ...[' ', ': ', 'is ', 'は ', '\n', '\t:'].map((part) => `code${part.repeat(400_000 / part.length)}482193`),
  ...[' ', ': ', '$ '].map((part) => `code ${`${part}${' '.repeat(400)}1 `.repeat(1000)}`),
])('a hostile mail is read in time that grows with its length', (text) => {
  for (const one of [mail('code', text), mail(text, 'code'), mail('code', text.slice(0, 20_000))])
    for (const find of [findCode, (given: MailText) => findCodeOf(given, 6)]) expect(() => find(one)).not.toThrow();
  for (const named of [NAMED_SO, OTHER_NUMBER, MONTH]) expect(named.test(`${text} x`)).toBe(false);
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
    expect(findConfirmation(mail(subject, '', links), [site])?.url).toBe(url);
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
    expect(findConfirmation(mail('Welcome', '', [{ url, text }]), ['shop.example'])).toBeNull(),
  );
});

test('the link is kept as the browser opens it, under the host that it leads to', () => {
  const found = (url: string) =>
    findConfirmation(mail('Confirm', '', [{ url, text: 'Confirm my address' }]), ['shop.example']);
  expect(found('HTTPS://Shop\t.Example\\confirm?a=\u202e1')).toEqual({
    url: 'https://shop.example/confirm?a=%E2%80%AE1',
    host: 'shop.example',
  });
  expect(found('https://my.shop．example:8443/confirm')?.host).toBe('my.shop.example:8443');
});

test('a link that logs in is found by the word on its button and a secret in its address', () => {
  const found = (text: string, path: string, subject = 'Your log-in link') =>
    findConfirmation(mail(subject, '', [{ url: `https://shop.example${path}`, text }]), ['shop.example'])?.url ?? null;
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
