// Portuguese. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /correio|endereco ele|usuari|utilizad|senha|palavra|assin/;
export const codeHint = /codigo/;

export const email = /correio (ele|e\b)|endereco (ele|de correio)/;
export const notMine = /assunto|amigo|destinatario/;
export const username = /nome de (usuari|utiliza)|utilizador|apelido de|usuari[oa]$/;
export const name = /^(seu )?nome|nome completo/;
export const givenName = /primeiro nome|nome proprio/;
export const familyName = /sobrenome|^apelido$|ultimo nome/;
export const other =
  /telefone|telemovel|celular|\brua\b|endereco(?! (ele|de (e ?mail|correio)))|cidade|\bcep\b|codigo postal|estado|empresa|nascimento|busca|cupom|mensagem|cartao|\bcpf\b/;
export const phone = /telefone|telemovel|celular/;
export const code =
  /codigo (\w+ )?(de |do )?(verif|confirm|segur|valid|acess|ativa|uso unico|sms|e ?mail)|(insira|digite|introduza|informe) o codigo|^(o |seu )?codigo$|codigo (que )?(enviad|receb)/;
export const notCode = /desconto/;
export const sent = /enviad|enviamos|recebid|recebeu/;
export const password = /senha|palavra ?pass|palavra ?chave/;
export const decoy = /em branco|nao preench/;
export const newsletter = /assin[ea]|boletim/;

export const signup = /cri(e|ar?) .{0,8}conta|cadastr|nov[oa] (client|usuari)|criar? conta|inscrev|registar|registe/;
export const login = /acessar|entrar|aceder|iniciar sess/;
export const recover = /esquec|redefin|recuper/;
export const otherwise = /ja tem|ja possui|nao tem|ainda nao/;
export const remember = /lembrar|lembre|manter|conectado/;
export const terms = /termos|aceit|privacidade|condicoes/;
export const next = /continu[ae]r?|proximo|avancar|seguinte/;
export const again = /repet|repita|confirm|novamente/;
export const old = /atual|antiga|anterior/;
export const fresh = /nov[oa]\b|crie|escolh/;
