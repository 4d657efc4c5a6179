// Spanish. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /correo|usuari|apodo|contrasen|clave|suscri|boletin|direccion e/;
export const codeHint = /codigo/;

export const email = /correo|direccion electron/;
export const notMine = /asunto|amigo|destinatario/;
export const username = /usuario\b(?! \w)|nombre de usuari|apodo/;
export const name = /^(tu |su )?nombre|nombre completo/;
export const givenName = /^nombre$|nombre de pila/;
export const familyName = /apellido/;
export const other =
  /telefono|movil|calle|direccion(?!.*(correo|electron|mail))|ciudad|codigo postal|pais|empresa|fecha|nacim|buscar|cupon|mensaje|tarjeta|provincia/;
export const phone = /telefono|movil/;
export const code =
  /codigo (\w+ )?(de |del )?(verif|confirm|segur|valid|acces|activ|(un )?solo uso|un uso|sms|correo)|clave (dinamica|temporal)|(introduc|ingres|escrib)\w* (el|tu|su) codigo|^(el |tu |su )?codigo$|codigo (que )?(enviad|recib)/;
export const notCode = /postal|descuento/;
export const sent = /(enviad|enviamos|enviado|recib)/;
export const password = /contrasen|clave/;
export const decoy = /en blanco|no (rellen|complet)|dej\w+ vacio/;
export const newsletter = /suscri|boletin/;

export const signup = /cr[ei]ar? .{0,8}cuenta\b|nuev[oa] (client|usuari)|inscri|crea tu|registrat|date de alta/;
export const login = /iniciar?\b|entrar?\b|acced|ingres|acceso/;
export const recover = /olvid|recuper|restablec/;
export const otherwise = /ya tienes|ya tiene|aun no|no tienes/;
export const remember = /recuerd|recordar|mantener|conectado/;
export const terms = /termin|acept|privacidad|condiciones/;
export const next = /continu[ae]r?|siguiente/;
export const again = /repet|repite|confirma|de nuevo/;
export const old = /actual|anterior|antigua/;
export const fresh = /nuev|crea|elige/;
