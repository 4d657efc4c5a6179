// French. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /courri|electro|\bmel\b|messagerie|utilisat|identifi|mot de p|\bmdp|infolettre/,
  page: /saisi|code de |\b(le|les|votre|vous|pour|une|avec)\b/,
};

export const words = {
  email: /courriel|adresse (electro|mel|mail)|courrier electro|\bmel\b|messagerie|electronique/,
  notMine: /\bobjet\b|\bami\b|destinataire|sujet/,
  username: /utilisateur|identifiant|pseudonyme|nom d ?.?usager/,
  name: /nom (complet|et)|votre nom|prenom et nom|nom prenom/,
  givenName: /prenom/,
  familyName: /^nom$|nom de famille/,
  other:
    /telephone|portable|\brue\b|adresse(?! (e ?mail|electro|mel|mail))|ville|code postal|pays|societe|entreprise|naissance|recherche|message|\bcarte/,
  phone: /telephone|portable/,
  code: /code (\w+ )?(de |d.?)?(verif|confirm|secur|valid|acces|activation|authent)|code (a |d.?)?usage unique|code (temporaire|recu|envoye|sms)|(saisi\w*|entre[rz]|indique[rz]) (le|votre) code|^(le |votre )?code$|code \w+ a usage unique/,
  notCode: /postal|parrain|reduction|promotion/,
  sent: /envoye|recu\b|usage unique/,
  password: /mot de passe|\bmdp\b/,
  decoy: /laiss\w+ (ce champ )?vide|ne (pas )?rempl/,
  newsletter: /infolettre|abonne/,

  signup: /inscri|cre(er|ez|ation)( \w+)? compte|nouveau client|devenir membre|nouveau compte/,
  login: /connexion|connect(er|ez)|identifi/,
  recover: /oubli|perdu|reinitialis/,
  otherwise: /deja|pas encore|pas de compte|nouveau sur/,
  remember: /souven|rester connect|se rappeler/,
  terms: /cgu|conditions|confidential|accepte/,
  next: /suivant|continu[ae]r?|poursuivre/,
  again: /confirme|repete|a nouveau|encore une/,
  old: /actuel|ancien/,
  fresh: /nouveau|nouvel|choisi|cree/,
};
