// Spanish. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /correo|usuari|apodo|contrasen|clave|suscri|boletin|direccion e/,
  code: /codigo/,
  page: /\b(el|los|tu|tus|para|una|su)\b/,
};

export const words = {
  email: /correo|direccion electron/,
  notMine: /asunto|amigo|destinatario/,
  username: /usuario\b(?! \w)|nombre de usuari|apodo/,
  name: /^(tu |su )?nombre|nombre completo/,
  givenName: /^nombre$|nombre de pila/,
  familyName: /apellido/,
  other:
    /telefono|movil|calle|direccion(?!.*(correo|electron|mail))|ciudad|codigo postal|pais|empresa|fecha|nacim|buscar|cupon|mensaje|tarjeta|provincia/,
  phone: /telefono|movil/,
  code: /codigo (\w+ )?(de |del )?(verif|confirm|segur|valid|acces|activ|(un )?solo uso|un uso|sms|correo)|clave (dinamica|temporal)|(introduc|ingres|escrib)\w* (el|tu|su) codigo|^(el |tu |su )?codigo$|codigo (que )?(enviad|recib)/,
  notCode: /postal|descuento/,
  sent: /(enviad|enviamos|enviado|recib)/,
  password: /contrasen|clave/,
  decoy: /en blanco|no (rellen|complet)|dej\w+ vacio/,
  newsletter: /suscri|boletin/,

  signup: /cr[ei]ar? .{0,8}cuenta\b|nuev[oa] (client|usuari)|inscri|crea tu|registrat|date de alta/,
  login: /iniciar?\b|entrar?\b|acced|ingres|acceso/,
  recover: /olvid|recuper|restablec/,
  otherwise: /ya tienes|ya tiene|aun no|no tienes/,
  remember: /recuerd|recordar|mantener|conectado/,
  terms: /termin|acept|privacidad|condiciones/,
  next: /continu[ae]r?|siguiente/,
  again: /repet|repite|confirma|de nuevo/,
  old: /actual|anterior|antigua/,
  fresh: /nuev|crea|elige/,
};
