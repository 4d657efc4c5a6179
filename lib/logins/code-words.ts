// Words around numbers in mail, one line a language or a family of them; accents stripped, small letters (code.ts).
// They rank the candidates, and tell a code from an order, a price or a telephone number. A language that is missing
// here costs an offer, never a wrong one.

const all = (...words: readonly RegExp[]): RegExp => new RegExp(words.map(({ source }) => source).join('|'));

/** Words that call something a code. */
export const CODE = all(
  /\bcodes?\b|passcode|\bpin\b|\botp\b|one.?time|verification|token/, // English, and in many others
  /bestatigungs|sicherheits|einmal|verifizierung|\w+code\b|\bde code\b|verificatie/, // German, Dutch
  // Spanish, Portuguese, Galician, Italian, Catalan, Romanian, Welsh
  /codigo|clave (dinamica|temporal|de)|codice|\bcodi\b|\bcodul(ui)?\b|\bcod\b/,
  // Scandinavian, Indonesian, Uzbek, Icelandic, Slavic, Turkic, Baltic, Basque
  /kode?\b|kod(en|et|in|ingiz|iniz|unuz)\b|engangs|kodi?\b|\w*ko[dð]i\w*|\bkod[aeiouy]\b|\bkod(as|s|ai|om|ot|od)\b|kodea?k?\b/,
  /koodi\w*|\w*kood\w{0,4}\b/, // Finnish, Estonian
  // Czech, Hungarian, Turkish, Polish
  /overovaci|ellenorzo|\bkodod?\b|megerosito|dogrulama|sifre|potvrzovaci|weryfikacyj/,
  /код|парол/, // Russian, Ukrainian, Bulgarian, Serbian, Macedonian, Kazakh, Mongolian
  /κωδικ/, // Greek
  /კოდ|կոդ|ծածկագիր/, // Georgian, Armenian
  /رمز|كود|کد|کوڈ/, // Arabic, Persian, Urdu
  /קוד/, // Hebrew
  /कोड|কোড|કોડ|ਕੋਡ|கோட்|குறியீடு|కోడ్|ಕೋಡ್|കോഡ്|කේතය|ओटीपी/, // of India, Bangladesh, Nepal, Sri Lanka
  /รหัส|ລະຫັດ|កូដ|ကုဒ်/, // Thai, Lao, Khmer, Burmese
  /コード|認証番号|暗証|確認番号|ワンタイム|验证码|驗證碼|校验码|动态码|動態碼|确认码|確認碼|인증 ?번호|인증 ?코드|확인 ?코드/, // Japanese, Chinese, Korean
  /\bma (xac|otp|bao mat)|msimbo|ኮድ/, // Vietnamese, Swahili, Amharic
);

/** Words right before a number that make it something else: a count, a reference, an order. */
const COUNTED = all(
  /bank|sort|bar|source|style|order|invoice|ticket|case|ref(erence)?|account|customer|tracking|booking|reservation|flight|product|item|article|policy|contract|member|registration|vat|tax|zip|postal|post|area|country|promo(tion)?|coupon|discount|voucher|gift( card)?|referral|invite|error|status|http|build|version|model|room|suite|box|street|st|ave/,
  /bestell|rechnungs?|kunden?|auftrags?|vorgangs?|artikel|vertrags?|gutschein|strasse|plz/,
  /commande|facture|client|pedido|factura|fatura|ordine|fattura|cliente|descuento|desconto|sconto|reduction/,
  /bestelling|factuur|klant|korting\w*|kund|ordre|faktura|rabatt?|kupong?|tilaus|lasku|asiakas|alennus/,
  /zamowieni\w*|faktur\w*|klient\w*|objednav\w*|rendeles\w*|szamla\w*|kupon\w*|comanda|comenzii|siparis|musteri|indirim/,
  /заказ\w*|заказа|счет\w*|счета|промо\S*|индекс|замовлен\S*|поръчка|παραγγελ\S*|τιμολογ\S*/,
  /הזמנה|חשבונית|الطلب|طلب|الفاتورة|سفارش|ऑर्डर|अर्डर|অর্ডার|คำสั่งซื้อ/,
  /注文|受注|請求|请求|伝票|予約|订单|訂單|运单|快递|编号|編號|单|單|优惠|会员|주문|예약|송장|쿠폰|don hang|ma gd/,
);
const CALLED = /tel|phone|fax|call|telefon|anruf|appel\w*|llam\w*|dial|mobile|whatsapp|sms to|text/;
const CALLED_ASIA = /拨打|致电|热线|电话|電話|お電話|전화|โทร/;

export const OTHER_NUMBER = new RegExp(
  `(${COUNTED.source})[ .:#]*(no|nr|num(ber|mer|ero)?|n°|№|id|code|kode?|kod|-?nummer|番号|号码|号|號|번호)?\\.?[ :：#№]*$` +
    `|(${CALLED.source})\\b[^\\n]{0,24}$|(${CALLED_ASIA.source})[^\\n]{0,8}$` +
    `|[$€£¥₹]\\s*$|(usd|eur|gbp|chf|rs|copyright|\\(c\\)|©|since|seit|ends? in|ending( in)?|endet auf|last (4|four) digits)[ :]*$`,
);
/** Units right behind a number that is an amount, a time, a date or a place. */
export const AMOUNT_AFTER =
  /^\s?([$€£¥₹%°]|(usd|eur|gbp|chf|kr|pln|zl|euros?|dollars?|points?|punkte|days?|hours?|hrs|minutes?|min|seconds?|users?|people|items?|customers?|km|kg|gb|mb)\b|[元円圓원人名명年년月월日일分분秒초個个件건개点点ポ积楼室])|^[.,]\d+(?!\p{L}|\d)|^:\d\d|^\/\d/u;
export const MONTH =
  /(jan|feb|mar|apr|ma[iyjr]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|янв|фев|мар|апр|июн|июл|авг|сен|окт|ноя|дек)\w*\.?,?( \d{1,2},?)? $|\d{1,2}[./-]\d{1,2}[./-]$|\d{1,2}\. ?\w+ $/;
/** Right before a number: this is it. */
export const NAMED_SO = /[:：]\s*$|\b(is|lautet|ist|est|es|e|er|on|ar|jest)\s*$|(είναι|है|คือ|是|为|為|は)\s*$/;
