// Italian. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /posta|utente|soprannome|parola/;
export const codeHint = /codice/;

export const email = /posta elettron|posta ?el|indirizzo (di posta|e ?mail)/;
export const notMine = /oggetto|amico|destinatario/;
export const username = /\butente|soprannome|nominativo utente/;
export const name = /^nome e cognome|nome completo|^il tuo nome/;
export const givenName = /^nome$/;
export const familyName = /cognome/;
export const other =
  /telefono|cellulare|\bvia\b|indirizzo(?! (di posta|e ?mail|ele))|citta|\bcap\b|paese|azienda|nascita|cerca|messaggio|\bcarta|codice (fiscale|postale)/;
export const phone = /telefono|cellulare/;
export const code =
  /codice (\w+ )?(di |d ?)?(verif|conferm|sicur|access|valid|attiv|autentic|monouso|sms)|codice (monouso|temporaneo|ricevut|inviat)|(inserisci|digita) il codice|^(il )?codice$/;
export const notCode = /fiscale|sconto/;
export const sent = /inviat|ricevut|monouso/;
export const password = /parola d ?ordine|parola chiave/;
export const decoy = /lascia\w* vuoto|non compilare/;
export const newsletter = /iscriviti alla/;

export const signup = /iscriv|registra|crea .{0,12}account|crea .{0,8}profilo|nuovo (cliente|utente)/;
export const login = /acced[ie]|entra\b|accesso/;
export const recover = /dimentic|recuper|reimposta/;
export const otherwise = /hai gia|gia registrat|non hai|sei gia/;
export const remember = /ricorda|resta conness|mantieni/;
export const terms = /termini|accett|privacy|condizioni/;
export const next = /continua|avanti|prosegui|successivo/;
export const again = /conferma|ripeti|di nuovo/;
export const old = /attuale|vecchia/;
export const fresh = /nuov|crea|scegli/;
