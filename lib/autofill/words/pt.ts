// Portuguese. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /correio|endereco ele|usuari|utilizad|senha|palavra|assin/,
  code: /codigo/,
  page: /\b(seu|sua|voce|nao|para|uma)\b/,
};

export const words = {
  email: /correio (ele|e\b)|endereco (ele|de correio)/,
  notMine: /assunto|amigo|destinatario/,
  username: /nome de (usuari|utiliza)|utilizador|apelido de|usuari[oa]$/,
  name: /^(seu )?nome|nome completo/,
  givenName: /primeiro nome|nome proprio/,
  familyName: /sobrenome|^apelido$|ultimo nome/,
  other:
    /telefone|telemovel|celular|\brua\b|endereco(?! (ele|de (e ?mail|correio)))|cidade|\bcep\b|codigo postal|estado|empresa|nascimento|busca|cupom|mensagem|cartao|\bcpf\b/,
  phone: /telefone|telemovel|celular/,
  code: /codigo (\w+ )?(de |do )?(verif|confirm|segur|valid|acess|ativa|uso unico|sms|e ?mail)|(insira|digite|introduza|informe) o codigo|^(o |seu )?codigo$|codigo (que )?(enviad|receb)/,
  notCode: /desconto/,
  sent: /enviad|enviamos|recebid|recebeu/,
  password: /senha|palavra ?pass|palavra ?chave/,
  decoy: /em branco|nao preench/,
  newsletter: /assin[ea]|boletim/,

  signup: /cri(e|ar?) .{0,8}conta|cadastr|nov[oa] (client|usuari)|criar? conta|inscrev|registar|registe/,
  login: /acessar|entrar|aceder|iniciar sess/,
  recover: /esquec|redefin|recuper/,
  otherwise: /ja tem|ja possui|nao tem|ainda nao/,
  remember: /lembrar|lembre|manter|conectado/,
  terms: /termos|aceit|privacidade|condicoes/,
  next: /continu[ae]r?|proximo|avancar|seguinte/,
  again: /repet|repita|confirm|novamente/,
  old: /atual|antiga|anterior/,
  fresh: /nov[oa]\b|crie|escolh/,
};
