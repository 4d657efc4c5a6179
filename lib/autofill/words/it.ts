// Italian. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /posta|utente|soprannome|parola/,
  code: /codice/,
  page: /accedi|\b(il|tuo|tua|non|della|nella|hai)\b/,
};

export const words = {
  email: /posta elettron|posta ?el|indirizzo (di posta|e ?mail)/,
  notMine: /oggetto|amico|destinatario/,
  username: /\butente|soprannome|nominativo utente/,
  name: /^nome e cognome|nome completo|^il tuo nome/,
  givenName: /^nome$/,
  familyName: /cognome/,
  other:
    /telefono|cellulare|\bvia\b|indirizzo(?! (di posta|e ?mail|ele))|citta|\bcap\b|paese|azienda|nascita|cerca|messaggio|\bcarta|codice (fiscale|postale)/,
  phone: /telefono|cellulare/,
  code: /codice (\w+ )?(di |d ?)?(verif|conferm|sicur|access|valid|attiv|autentic|monouso|sms)|codice (monouso|temporaneo|ricevut|inviat)|(inserisci|digita) il codice|^(il )?codice$/,
  notCode: /fiscale|sconto/,
  sent: /inviat|ricevut|monouso/,
  password: /parola d ?ordine|parola chiave/,
  decoy: /lascia\w* vuoto|non compilare/,
  newsletter: /iscriviti alla/,

  signup: /iscriv|registra|crea .{0,12}account|crea .{0,8}profilo|nuovo (cliente|utente)/,
  login: /acced[ie]|entra\b|accesso/,
  recover: /dimentic|recuper|reimposta/,
  otherwise: /hai gia|gia registrat|non hai|sei gia/,
  remember: /ricorda|resta conness|mantieni/,
  terms: /termini|accett|privacy|condizioni/,
  next: /continua|avanti|prosegui|successivo/,
  again: /conferma|ripeti|di nuovo/,
  old: /attuale|vecchia/,
  fresh: /nuov|crea|scegli/,
};
