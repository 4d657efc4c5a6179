// Ordinary pages, and what people do in them every day: each family in eight languages. Nothing may be asked in any.
import { page } from './shapes.ts';
import type { Asked, KeepingTab, Server } from './world.ts';

const NAMES =
  'search send name email comment subscribe filter message code confirm card security pay password login cancel save address order answer wrong next forgot amount'.split(
    ' ',
  );
const ROWS = {
  en: 'Search|Send|Name|E-mail|Comment|Subscribe|Filter|Message|Code|Confirm|Card number|Security code|Pay|Password|Log in|Cancel|Save|Address|Order|Answer|Wrong password|Next|Forgot password?|Amount',
  de: 'Suchen|Senden|Name|E-Mail|Kommentar|Abonnieren|Filtern|Nachricht|Code|Bestätigen|Kartennummer|Prüfnummer|Bezahlen|Passwort|Anmelden|Abbrechen|Speichern|Adresse|Bestellen|Antwort|Falsches Passwort|Weiter|Passwort vergessen?|Betrag',
  fr: 'Rechercher|Envoyer|Nom|E-mail|Commentaire|S’abonner|Filtrer|Message|Code|Confirmer|Numéro de carte|Code de sécurité|Payer|Mot de passe|Connexion|Annuler|Enregistrer|Adresse|Commander|Réponse|Mot de passe incorrect|Suivant|Mot de passe oublié ?|Montant',
  es: 'Buscar|Enviar|Nombre|Correo electrónico|Comentario|Suscribirse|Filtrar|Mensaje|Código|Confirmar|Número de tarjeta|Código de seguridad|Pagar|Contraseña|Iniciar sesión|Cancelar|Guardar|Dirección|Pedir|Respuesta|Contraseña incorrecta|Siguiente|¿Olvidó su contraseña?|Importe',
  it: 'Cerca|Invia|Nome|E-mail|Commento|Iscriviti|Filtra|Messaggio|Codice|Conferma|Numero della carta|Codice di sicurezza|Paga|Password|Accedi|Annulla|Salva|Indirizzo|Ordina|Risposta|Password errata|Avanti|Password dimenticata?|Importo',
  nl: 'Zoeken|Versturen|Naam|E-mail|Reactie|Abonneren|Filteren|Bericht|Code|Bevestigen|Kaartnummer|Beveiligingscode|Betalen|Wachtwoord|Inloggen|Annuleren|Opslaan|Adres|Bestellen|Antwoord|Onjuist wachtwoord|Volgende|Wachtwoord vergeten?|Bedrag',
  pt: 'Pesquisar|Enviar|Nome|E-mail|Comentário|Assinar|Filtrar|Mensagem|Código|Confirmar|Número do cartão|Código de segurança|Pagar|Senha|Entrar|Cancelar|Salvar|Endereço|Encomendar|Resposta|Senha incorreta|Avançar|Esqueceu a senha?|Valor',
  pl: 'Szukaj|Wyślij|Imię|E-mail|Komentarz|Subskrybuj|Filtruj|Wiadomość|Kod|Potwierdź|Numer karty|Kod zabezpieczający|Zapłać|Hasło|Zaloguj się|Anuluj|Zapisz|Adres|Zamów|Odpowiedź|Nieprawidłowe hasło|Dalej|Nie pamiętasz hasła?|Kwota',
} as const;
export const LANGUAGES = Object.keys(ROWS) as (keyof typeof ROWS)[];
type Words = Readonly<Record<string, string>>;
const wordsOf = (language: keyof typeof ROWS): Words =>
  Object.fromEntries(ROWS[language].split('|').map((word, at) => [NAMES[at], word]));

const MAIL = 'alex@mail.example';
export const SECRET = 'gravel lantern 7';
const DONE = page('<h1>OK</h1><p>1 2 3</p>', 'OK');

export interface Family {
  readonly name: string;
  readonly html: (words: Words) => string;
  /** Of a post and of other paths; a plain page if not given. */
  readonly answers?: (asked: Asked, html: string) => ReturnType<Server>;
  readonly does: (tab: KeepingTab) => Promise<void>;
  /** The pair that is kept there. */
  readonly kept?: readonly [string, string];
}

const label = (said: string | undefined, field: string): string => `<label>${said} ${field}</label>`;
const form = (body: string, more = ''): string => `<form method="post" action="/sent" ${more}>${body}</form>`;
const login = (words: Words, more = ''): string =>
  form(
    `<h1>${words.login}</h1>${label(words.email, '<input name="email" type="email">')}${label(words.password, '<input name="password" type="password">')}<button class="go">${words.login}</button><a href="/forgot">${words.forgot}</a>`,
    more,
  );
const pressing =
  (...typed: readonly (readonly [string, string])[]) =>
  async (tab: KeepingTab): Promise<void> => {
    for (const [selector, text] of typed) await tab.puts(selector, text);
    await tab.page.click('.go');
  };
const logsIn = pressing(['[name=email]', MAIL], ['[name=password]', SECRET]);
const HEARD = `onsubmit="event.preventDefault();fetch('/api').then(()=>told())"`;

export const FAMILIES: readonly Family[] = [
  {
    name: 'a search',
    html: (words) =>
      `<form action="/found"><input name="q" type="search" placeholder="${words.search}"><button class="go">${words.search}</button></form>`,
    does: pressing(['[name=q]', 'lanterns']),
  },
  {
    name: 'a search by script, with the Enter key',
    html: (words) =>
      `<input name="user-search" placeholder="${words.search}" onkeydown="if(event.key==='Enter')fetch('/api').then(()=>this.remove())">`,
    async does(tab) {
      await tab.puts('input', 'alex');
      await tab.page.keyboard.press('Enter');
    },
  },
  {
    name: 'a comment',
    html: (words) =>
      form(
        `${label(words.name, '<input name="author">')}${label(words.email, '<input name="email" type="email">')}${label(words.comment, '<textarea name="text"></textarea>')}<button class="go">${words.send}</button>`,
      ),
    does: pressing(['[name=author]', 'Alex'], ['[name=email]', MAIL], ['[name=text]', 'Nice']),
  },
  {
    name: 'a newsletter',
    html: (words) =>
      form(
        `<input name="email" type="email" placeholder="${words.email}"><button class="go">${words.subscribe}</button>`,
      ),
    does: pressing(['[name=email]', MAIL]),
  },
  {
    name: 'a panel of filters',
    html: (words) =>
      `<form onchange="fetch('/api')"><label><input type="checkbox" name="a"> ${words.name}</label>${label(words.amount, '<input name="from" inputmode="numeric">')}<button type="button" class="go">${words.filter}</button></form>`,
    async does(tab) {
      await tab.page.check('[name=a]');
      await pressing(['[name=from]', '20'])(tab);
    },
  },
  {
    name: 'a chat',
    html: (words) =>
      `<div><input name="message" placeholder="${words.message}"><button type="button" class="go" onclick="fetch('/api').then(()=>{this.previousSibling.value=''})">${words.send}</button></div>`,
    does: pressing(['[name=message]', 'Hello there']),
  },
  {
    name: 'a code of an app',
    html: (words) =>
      form(
        `<h1>${words.code}</h1>${label(words.code, '<input name="otp" autocomplete="one-time-code" inputmode="numeric" maxlength="6">')}<button class="go">${words.confirm}</button>`,
      ),
    does: pressing(['[name=otp]', '482193']),
  },
  {
    name: 'a code in a field that hides it',
    html: (words) =>
      form(
        `<h1>${words.confirm}</h1>${label(words.code, '<input name="code" type="password" inputmode="numeric" maxlength="6">')}<button class="go">${words.confirm}</button>`,
      ),
    does: pressing(['[name=code]', '482193']),
  },
  {
    name: 'a card',
    html: (words) =>
      form(
        `${label(words.card, '<input name="number" autocomplete="cc-number">')}${label(words.security, '<input name="csc" type="password" maxlength="4" inputmode="numeric" autocomplete="cc-csc">')}<button class="go">${words.pay}</button>`,
      ),
    does: pressing(['[name=number]', '4111111111111111'], ['[name=csc]', '123']),
  },
  {
    name: 'a log-in by a link in a mail',
    html: (words) =>
      form(
        `<h1>${words.login}</h1>${label(words.email, '<input name="email" type="email" autocomplete="username">')}<button class="go">${words.next}</button>`,
      ),
    does: pressing(['[name=email]', MAIL]),
  },
  {
    name: 'a wrong password, and the form again',
    html: login,
    answers: ({ method }, html) => (method === 'POST' ? html : DONE),
    does: logsIn,
  },
  {
    name: 'a wrong password that a script shows',
    html: (words) =>
      `<script>function told(){document.querySelector('h1').textContent='${words.wrong}'}</script>${login(words, HEARD)}`,
    async does(tab) {
      await logsIn(tab);
      await tab.puts('[name=password]', 'x');
    },
  },
  {
    name: 'a dialog for a log-in that is cancelled',
    html: (words) =>
      `<dialog open>${login(words)}<button type="button" class="no" onclick="fetch('/api');this.closest('dialog').close()">${words.cancel}</button></dialog>`,
    async does(tab) {
      await tab.puts('[name=email]', MAIL);
      await tab.puts('[name=password]', SECRET);
      await tab.page.click('.no');
    },
  },
  {
    name: 'settings with fields for a new password that are left empty',
    html: (words) =>
      form(
        `${label(words.name, '<input name="display">')}${label(words.email, `<input name="email" type="email" value="${MAIL}">`)}${label(words.password, '<input name="new" type="password" autocomplete="new-password">')}<button class="go">${words.save}</button>`,
      ),
    does: pressing(['[name=display]', 'Alexandra']),
  },
  {
    name: 'settings with a password that the page put in, and nobody touched',
    html: (words) =>
      form(
        `${label(words.email, '<input name="email" type="email">')}${label(words.password, '<input name="password" type="password" value="********">')}<button class="go">${words.save}</button>`,
      ),
    does: pressing(['[name=email]', MAIL]),
  },
  {
    name: 'a log-in that is left unsent',
    html: login,
    async does(tab) {
      await tab.puts('[name=email]', MAIL);
      await tab.puts('[name=password]', SECRET);
      await tab.page.click('a');
    },
  },
  {
    name: 'a log-in that is reloaded with what was typed',
    html: login,
    async does(tab) {
      await tab.puts('[name=password]', SECRET);
      await tab.page.reload();
    },
  },
  {
    name: 'a log-in that is left by going back, and come to again',
    html: (words) => `<a href="/in" class="to">${words.login}</a>`,
    answers: ({ path }) => (path === '/in' ? page(login(wordsOf('en'))) : DONE),
    async does(tab) {
      await tab.page.click('.to');
      await tab.puts('[name=password]', SECRET);
      await tab.page.goBack();
      await tab.page.goForward();
    },
  },
  {
    name: 'an order as a guest',
    html: (words) =>
      form(
        `${label(words.name, '<input name="name" autocomplete="name">')}${label(words.email, '<input name="email" type="email">')}${label(words.address, '<input name="street" autocomplete="street-address">')}<button class="go">${words.order}</button>`,
      ),
    does: pressing(['[name=name]', 'Alex'], ['[name=email]', MAIL], ['[name=street]', 'Mill Lane 4']),
  },
  {
    name: 'a PIN',
    html: (words) =>
      form(
        `${label('PIN', '<input name="pin" type="password" inputmode="numeric" maxlength="6">')}<button class="go">${words.confirm}</button>`,
      ),
    does: pressing(['[name=pin]', '4711']),
  },
  {
    name: 'two passwords that differ',
    html: (words) =>
      form(
        `${label(words.email, '<input name="email" type="email">')}${label(words.password, '<input name="p1" type="password" autocomplete="new-password">')}${label(words.password, '<input name="p2" type="password" autocomplete="new-password">')}<button class="go">${words.save}</button>`,
      ),
    does: pressing(['[name=email]', MAIL], ['[name=p1]', SECRET], ['[name=p2]', 'another one']),
  },
  {
    name: 'a log-in that is kept',
    html: login,
    kept: [MAIL, SECRET],
    does: logsIn,
  },
  {
    name: 'the password once more before a setting is changed, of the log-in that is kept',
    html: (words) =>
      form(
        `<h1>${words.confirm}</h1>${label(words.password, '<input name="password" type="password" autocomplete="current-password">')}<button class="go">${words.confirm}</button>`,
      ),
    kept: [MAIL, SECRET],
    does: pressing(['[name=password]', SECRET]),
  },
  {
    name: 'a form that is not valid yet',
    html: (words) => login(words).replace('name="email"', 'name="email" required'),
    does: pressing(['[name=password]', SECRET]),
  },
  {
    name: 'a log-in that a script fills and sends',
    html: (words) =>
      `${login(words)}<button type="button" class="demo" onclick="const f=document.forms[0];f.email.value='demo@mail.example';f.password.value='demo demo';f.requestSubmit(f.querySelector('.go'))">Demo</button>`,
    async does(tab) {
      await tab.page.click('.demo');
    },
  },
  {
    name: 'a log-in with another account, by a button beside an empty form',
    html: (words) => `${login(words)}<a class="other" href="/other">OpenID</a>`,
    async does(tab) {
      await tab.page.focus('[name=email]');
      await tab.page.keyboard.press('Escape');
      await tab.page.focus('.other');
      await tab.page.keyboard.press('Enter');
      await tab.page.waitForURL('**/other');
    },
  },
];

/** All of them in one language at hosts of their own. */
export const serving =
  (family: Family, language: keyof typeof ROWS): Server =>
  (asked) => {
    if (asked.path === '/api') return { json: {} };
    const html = page(family.html(wordsOf(language))).replace('lang="en"', `lang="${language}"`);
    if (asked.path === '/' && asked.method === 'GET') return html;
    return family.answers?.(asked, html) ?? DONE;
  };
