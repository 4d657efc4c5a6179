// Finnish. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /posti|\bmeili|kayttaj|tunnus|nimim|salasa|uutisk/,
  code: /koodi|tunnus/,
  page: /\b(ja|tai|ei|olet|tili)\b/,
};

export const words = {
  email: /sahkopost|\bs ?posti|\bmeili/,
  notMine: /aihe\b|ystava/,
  username: /kayttaja|tunnus|nimimerk/,
  name: /koko nimi|^nimi$|etu ja sukunimi|etunimi ja/,
  givenName: /etuni/,
  familyName: /sukuni/,
  other:
    /puhelin|katuosoite|\bosoite|postinumero|kaupunki|paikkakunta|yritys|syntyma|\bhae\b|haku|viesti|kortin|kortti/,
  phone: /puhelin/,
  code: /(vahvistus|kertakaytto|turva|todennus|varmennus|varmistus|kirjautumis|aktivointi|tekstiviesti)(inen )? ?(koodi|tunnus)|kertakayttoinen koodi|(syota|anna|kirjoita) (\w+ )?koodi|^koodi$|koodi (sahko|viest)/,
  notCode: /alennus|lahja|kutsu/,
  sent: /lahet|kertakaytto/,
  password: /salasana|tunnussana/,
  decoy: /jata (tama )?(kentta )?tyhja|ala tayta/,
  newsletter: /uutiskirj|tilaa/,

  signup: /luo (uusi )?(\w+ )?(tili|tunnus|kayttaja)|rekisteroi|liity|uusi (kayttaja|asiakas)/,
  login: /kirjaudu|sisaankirjau/,
  recover: /unohti|unohdi|unohtu|palauta sala/,
  otherwise: /onko sinulla|jo tili|eiko/,
  remember: /muista|pysy kirj|pida minut/,
  terms: /ehdot|ehtoj|tietosuoja|hyvaksy/,
  next: /seuraava|jatka/,
  again: /uudelleen|uudestaan|vahvista|toista/,
  old: /nykyi|vanha/,
  fresh: /uusi|valitse|luo\b/,
};
