// French. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /courri|electro|\bmel\b|messagerie|utilisat|identifi|mot de p|\bmdp|infolettre/;

export const email = /courriel|adresse (electro|mel|mail)|courrier electro|\bmel\b|messagerie|electronique/;
export const notMine = /\bobjet\b|\bami\b|destinataire|sujet/;
export const username = /utilisateur|identifiant|pseudonyme|nom d ?.?usager/;
export const name = /nom (complet|et)|votre nom|prenom et nom|nom prenom/;
export const givenName = /prenom/;
export const familyName = /^nom$|nom de famille/;
export const other =
  /telephone|portable|\brue\b|adresse(?! (e ?mail|electro|mel|mail))|ville|code postal|pays|societe|entreprise|naissance|recherche|message|\bcarte/;
export const phone = /telephone|portable/;
export const code =
  /code (\w+ )?(de |d.?)?(verif|confirm|secur|valid|acces|activation|authent)|code (a |d.?)?usage unique|code (temporaire|recu|envoye|sms)|(saisi\w*|entre[rz]|indique[rz]) (le|votre) code|^(le |votre )?code$|code \w+ a usage unique/;
export const notCode = /postal|parrain|reduction|promotion/;
export const sent = /envoye|recu\b|usage unique/;
export const password = /mot de passe|\bmdp\b/;
export const decoy = /laiss\w+ (ce champ )?vide|ne (pas )?rempl/;
export const newsletter = /infolettre|abonne/;

export const signup = /inscri|cre(er|ez|ation)( \w+)? compte|nouveau client|devenir membre|nouveau compte/;
export const login = /connexion|connect(er|ez)|identifi/;
export const recover = /oubli|perdu|reinitialis/;
export const otherwise = /deja|pas encore|pas de compte|nouveau sur/;
export const remember = /souven|rester connect|se rappeler/;
export const terms = /cgu|conditions|confidential|accepte/;
export const next = /suivant|continu[ae]r?|poursuivre/;
export const again = /confirme|repete|a nouveau|encore une/;
export const old = /actuel|ancien/;
export const fresh = /nouveau|nouvel|choisi|cree/;
