// Shapes of forms for cards and addresses, met in shops of nine languages: what each field says of itself, what it is,
// and what goes into it. Data for tests without and with a browser.
import type { DetailKind } from '../forms/kinds.ts';
import type { AddressDetails, CardDetails } from '../worker/client.ts';

export interface ShapedField {
  readonly label?: string;
  readonly name?: string;
  readonly autocomplete?: string;
  readonly type?: string;
  readonly placeholder?: string;
  readonly max?: number;
  /** Of a list: `value=text`. */
  readonly options?: readonly string[];
  /** Absent: none of ours. */
  readonly is?: DetailKind;
  /** Absent: it stays empty. */
  readonly gets?: string;
}

export interface ShapedForm {
  readonly called: string;
  readonly language?: string;
  readonly submit?: string;
  /** Who lives there, if not ADDRESS. */
  readonly address?: AddressDetails;
  readonly fields: readonly ShapedField[];
}

export const CARD: CardDetails = {
  ...{ holder: 'Alex Whitfield', number: '4242 4242 4242 4242', brand: 'Visa' },
  ...{ expiry: '2031-04', code: '123' },
};
export const ADDRESS: AddressDetails = {
  ...{ title: 'Mr', firstName: 'Alex', middleName: '', lastName: 'Whitfield', company: '' },
  ...{ phone: '+1 415 5550132', lines: ['12 Mill Lane', 'Flat 3'], city: 'Springfield', region: 'CA' },
  ...{ postalCode: '90210', country: 'US' },
};
const BERLIN: AddressDetails = {
  ...ADDRESS,
  ...{ title: 'Herr', firstName: 'Jörg', lastName: 'Weiß', lines: ['Mühlenweg 12 a'], city: 'Berlin' },
  ...{ region: '', postalCode: '10115', country: 'Germany', phone: '+49 30 901820' },
};

const MONTHS = ['=Month', '1=January', '2=February', '3=March', '4=April', '5=May'];

export const FORMS: readonly ShapedForm[] = [
  {
    called: 'a card by its tokens',
    fields: [
      { autocomplete: 'cc-name', is: 'card-name', gets: 'Alex Whitfield' },
      { autocomplete: 'cc-number', is: 'card-number', gets: '4242424242424242' },
      { autocomplete: 'cc-exp', is: 'card-expiry', gets: '04/31' },
      { autocomplete: 'cc-csc', is: 'card-code', gets: '123' },
    ],
  },
  {
    called: 'a card by its words, its code typed as a password',
    fields: [
      { label: 'Card number', name: 'pan', type: 'tel', is: 'card-number', gets: '4242424242424242' },
      { label: 'Expires', placeholder: 'MM / YYYY', is: 'card-expiry', gets: '04 / 2031' },
      { label: 'CVV', type: 'password', max: 4, is: 'card-code', gets: '123' },
      { label: 'Name on card', is: 'card-name', gets: 'Alex Whitfield' },
      { label: 'Promo code', name: 'promo' },
    ],
    submit: 'Pay now',
  },
  {
    called: 'a card whose date is two lists',
    fields: [
      { name: 'ccnumber', label: 'Credit card number', is: 'card-number', gets: '4242424242424242' },
      { name: 'exp_month', type: 'select', options: MONTHS, is: 'card-month', gets: '4' },
      {
        ...{ name: 'exp_year', type: 'select', options: ['=Year', '30=2030', '31=2031'] },
        ...{ is: 'card-year', gets: '31' },
      },
      { name: 'cvc', label: 'Security code', is: 'card-code', gets: '123' },
    ],
  },
  {
    called: 'a card whose date is two short fields without words of their own',
    fields: [
      { label: 'Card number', is: 'card-number', gets: '4242424242424242' },
      { placeholder: 'MM', max: 2, is: 'card-month', gets: '04' },
      { placeholder: 'YY', max: 2, is: 'card-year', gets: '31' },
      { placeholder: 'CVC', max: 3, is: 'card-code', gets: '123' },
    ],
  },
  {
    called: 'a card number in four boxes, and a date without a stroke',
    fields: [
      { name: 'cardnumber1', label: 'Card number', max: 4, is: 'card-number', gets: '4242' },
      { name: 'cardnumber2', max: 4, is: 'card-number', gets: '4242' },
      { name: 'cardnumber3', max: 4, is: 'card-number', gets: '4242' },
      { name: 'cardnumber4', max: 4, is: 'card-number', gets: '4242' },
      { label: 'Expiry date (MMYY)', max: 4, is: 'card-expiry', gets: '0431' },
      { label: 'CSC', is: 'card-code', gets: '123' },
    ],
  },
  {
    called: 'eine Karte',
    language: 'de',
    submit: 'Jetzt bezahlen',
    fields: [
      { label: 'Karteninhaber', is: 'card-name', gets: 'Alex Whitfield' },
      { label: 'Kartennummer', is: 'card-number', gets: '4242424242424242' },
      { label: 'Gültig bis (MM/JJ)', is: 'card-expiry', gets: '04/31' },
      { label: 'Prüfnummer', is: 'card-code', gets: '123' },
    ],
  },
  {
    called: 'une carte',
    language: 'fr',
    submit: 'Payer',
    fields: [
      { label: 'Numéro de carte', is: 'card-number', gets: '4242424242424242' },
      { label: "Date d'expiration", placeholder: 'MM/AA', is: 'card-expiry', gets: '04/31' },
      { label: 'Cryptogramme visuel', is: 'card-code', gets: '123' },
      { label: 'Titulaire de la carte', is: 'card-name', gets: 'Alex Whitfield' },
    ],
  },
  {
    called: 'una tarjeta',
    language: 'es',
    fields: [
      { label: 'Número de tarjeta', is: 'card-number', gets: '4242424242424242' },
      { label: 'Mes', type: 'select', options: ['=Mes', '01=enero', '04=abril'], is: 'card-month', gets: '04' },
      { label: 'Año', type: 'select', options: ['=Año', '2031=2031'], is: 'card-year', gets: '2031' },
      { label: 'Código de seguridad', is: 'card-code', gets: '123' },
      { label: 'Titular', is: 'card-name', gets: 'Alex Whitfield' },
    ],
  },
  {
    called: 'una carta, een kaart, um cartão, karta, カード',
    fields: [
      { label: 'Numero della carta', is: 'card-number', gets: '4242424242424242' },
      { label: 'Scadenza', is: 'card-expiry', gets: '04/31' },
      { label: 'Codice di sicurezza', is: 'card-code', gets: '123' },
      { label: 'Intestatario', is: 'card-name', gets: 'Alex Whitfield' },
    ],
  },
  {
    called: 'een kaart',
    language: 'nl',
    fields: [
      { label: 'Kaartnummer', is: 'card-number', gets: '4242424242424242' },
      { label: 'Vervaldatum', is: 'card-expiry', gets: '04/31' },
      { label: 'Beveiligingscode', is: 'card-code', gets: '123' },
      { label: 'Naam op kaart', is: 'card-name', gets: 'Alex Whitfield' },
    ],
  },
  {
    called: 'um cartão',
    language: 'pt',
    fields: [
      { label: 'Número do cartão', is: 'card-number', gets: '4242424242424242' },
      { label: 'Validade', is: 'card-expiry', gets: '04/31' },
      { label: 'Código de segurança', is: 'card-code', gets: '123' },
      { label: 'Nome impresso no cartão', is: 'card-name', gets: 'Alex Whitfield' },
    ],
  },
  {
    called: 'karta',
    language: 'pl',
    fields: [
      { label: 'Numer karty', is: 'card-number', gets: '4242424242424242' },
      { label: 'Data ważności', is: 'card-expiry', gets: '04/31' },
      { label: 'Kod bezpieczeństwa', is: 'card-code', gets: '123' },
      { label: 'Posiadacz karty', is: 'card-name', gets: 'Alex Whitfield' },
    ],
  },
  {
    called: 'カード',
    language: 'ja',
    fields: [
      { label: 'カード番号', is: 'card-number', gets: '4242424242424242' },
      { label: '有効期限', placeholder: 'MM/YY', is: 'card-expiry', gets: '04/31' },
      { label: 'セキュリティコード', is: 'card-code', gets: '123' },
      { label: 'カード名義人', is: 'card-name', gets: 'Alex Whitfield' },
    ],
  },
  {
    called: 'an address by its tokens',
    fields: [
      { autocomplete: 'shipping given-name', is: 'address-given', gets: 'Alex' },
      { autocomplete: 'shipping family-name', is: 'address-family', gets: 'Whitfield' },
      { autocomplete: 'shipping address-line1', is: 'address-line1', gets: '12 Mill Lane' },
      { autocomplete: 'shipping address-line2', is: 'address-line2', gets: 'Flat 3' },
      { autocomplete: 'shipping address-level2', is: 'address-city', gets: 'Springfield' },
      {
        ...{
          autocomplete: 'shipping address-level1',
          type: 'select',
          options: ['=Choose', 'AL=Alabama', 'CA=California'],
        },
        ...{ is: 'address-region', gets: 'CA' },
      },
      { autocomplete: 'shipping postal-code', is: 'address-postal', gets: '90210' },
      {
        ...{ autocomplete: 'shipping country', type: 'select', options: ['GB=United Kingdom', 'US=United States'] },
        ...{ is: 'address-country', gets: 'US' },
      },
      { autocomplete: 'shipping tel', type: 'tel', is: 'address-phone', gets: '+1 415 5550132' },
      { autocomplete: 'email', type: 'email' },
    ],
  },
  {
    called: 'an address by its words, with a country by name and a state in words',
    fields: [
      { label: 'Full name', is: 'address-name', gets: 'Alex Whitfield' },
      { label: 'Company (optional)', is: 'address-company' },
      { label: 'Street address', is: 'address-street', gets: '12 Mill Lane, Flat 3' },
      { label: 'Town / City', is: 'address-city', gets: 'Springfield' },
      { label: 'State', is: 'address-region', gets: 'California' },
      { label: 'ZIP code', is: 'address-postal', gets: '90210' },
      { label: 'Country', is: 'address-country', gets: 'United States' },
      { label: 'Delivery notes', type: 'textarea' },
    ],
  },
  {
    called: 'eine Anschrift mit Hausnummer',
    language: 'de',
    address: BERLIN,
    submit: 'Weiter zur Kasse',
    fields: [
      {
        label: 'Anrede',
        type: 'select',
        options: ['=Bitte wählen', 'm=Herr', 'w=Frau'],
        is: 'address-title',
        gets: 'm',
      },
      { label: 'Vorname', is: 'address-given', gets: 'Jörg' },
      { label: 'Nachname', is: 'address-family', gets: 'Weiß' },
      { label: 'Straße', is: 'address-street', gets: 'Mühlenweg' },
      { label: 'Hausnummer', is: 'address-house', gets: '12 a' },
      { label: 'PLZ', is: 'address-postal', gets: '10115' },
      { label: 'Ort', is: 'address-city', gets: 'Berlin' },
      {
        ...{ label: 'Land', type: 'select', options: ['1=Österreich', '2=Deutschland', '3=Schweiz'] },
        ...{ is: 'address-country', gets: '2' },
      },
      { label: 'Telefon', type: 'tel', is: 'address-phone', gets: '+49 30 901820' },
      { label: 'Gutscheincode' },
    ],
  },
  {
    called: 'une adresse',
    language: 'fr',
    fields: [
      { label: 'Prénom', is: 'address-given', gets: 'Alex' },
      { label: 'Nom de famille', is: 'address-family', gets: 'Whitfield' },
      { label: 'Adresse', is: 'address-line1', gets: '12 Mill Lane' },
      { label: "Complément d'adresse", is: 'address-line2', gets: 'Flat 3' },
      { label: 'Code postal', is: 'address-postal', gets: '90210' },
      { label: 'Ville', is: 'address-city', gets: 'Springfield' },
      { label: 'Pays', is: 'address-country', gets: 'États-Unis' },
    ],
  },
  {
    called: 'una dirección',
    language: 'es',
    fields: [
      { label: 'Dirección', is: 'address-street', gets: '12 Mill Lane, Flat 3' },
      { label: 'Código postal', is: 'address-postal', gets: '90210' },
      { label: 'Localidad', is: 'address-city', gets: 'Springfield' },
      { label: 'Teléfono móvil', type: 'tel', is: 'address-phone', gets: '+1 415 5550132' },
    ],
  },
  {
    called: 'un indirizzo',
    language: 'it',
    fields: [
      { label: 'Indirizzo', is: 'address-street', gets: '12 Mill Lane, Flat 3' },
      { label: 'CAP', is: 'address-postal', gets: '90210' },
      { label: 'Città', is: 'address-city', gets: 'Springfield' },
      { label: 'Provincia', max: 2, is: 'address-region', gets: 'CA' },
    ],
  },
  {
    called: 'een adres',
    language: 'nl',
    fields: [
      { label: 'Postcode', is: 'address-postal', gets: '90210' },
      { label: 'Huisnummer', is: 'address-house', gets: '12' },
      { label: 'Straatnaam', is: 'address-street', gets: 'Mill Lane, Flat 3' },
      { label: 'Woonplaats', is: 'address-city', gets: 'Springfield' },
    ],
  },
  {
    called: 'um endereço',
    language: 'pt',
    fields: [
      { label: 'CEP', is: 'address-postal', gets: '90210' },
      { label: 'Endereço', is: 'address-line1', gets: '12 Mill Lane' },
      { label: 'Complemento', is: 'address-line2', gets: 'Flat 3' },
      { label: 'Cidade', is: 'address-city', gets: 'Springfield' },
      { label: 'Estado', type: 'select', options: ['=UF', 'CA=CA', 'SP=SP'], is: 'address-region', gets: 'CA' },
    ],
  },
  {
    called: 'adres',
    language: 'pl',
    fields: [
      { label: 'Imię', is: 'address-given', gets: 'Alex' },
      { label: 'Nazwisko', is: 'address-family', gets: 'Whitfield' },
      { label: 'Ulica', is: 'address-street', gets: '12 Mill Lane, Flat 3' },
      { label: 'Kod pocztowy', is: 'address-postal', gets: '90210' },
      { label: 'Miejscowość', is: 'address-city', gets: 'Springfield' },
    ],
  },
  {
    called: '住所',
    language: 'ja',
    fields: [
      { label: '郵便番号', is: 'address-postal', gets: '90210' },
      { label: '都道府県', is: 'address-region', gets: 'California' },
      { label: '市区町村', is: 'address-city', gets: 'Springfield' },
      { label: '番地', is: 'address-line1', gets: '12 Mill Lane' },
      { label: '建物名', is: 'address-line2', gets: 'Flat 3' },
    ],
  },
  {
    called: 'a telephone whose country is a list',
    fields: [
      { label: 'Street', is: 'address-street', gets: '12 Mill Lane, Flat 3' },
      { label: 'City', is: 'address-city', gets: 'Springfield' },
      {
        ...{ label: 'Country code', type: 'select', options: ['44=UK (+44)', '1=USA (+1)', '1684=Samoa (+1684)'] },
        ...{ is: 'address-phone-country', gets: '1' },
      },
      { label: 'Phone number', type: 'tel', is: 'address-phone', gets: '415 5550132' },
    ],
  },
  {
    called: 'no address: a store finder, a newsletter, a search',
    fields: [
      { label: 'Postcode', name: 'postcode' },
      { label: 'Search', type: 'search' },
    ],
    submit: 'Find a store',
  },
  {
    called: 'no card: a gift card',
    fields: [{ label: 'Gift card number' }, { label: 'PIN' }],
    submit: 'Redeem',
  },
];
