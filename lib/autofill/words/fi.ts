// Finnish. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /posti|\bmeili|kayttaj|tunnus|nimim|salasa|uutisk/;
export const codeHint = /koodi|tunnus/;

export const email = /sahkopost|\bs ?posti|\bmeili/;
export const notMine = /aihe\b|ystava/;
export const username = /kayttaja|tunnus|nimimerk/;
export const name = /koko nimi|^nimi$|etu ja sukunimi|etunimi ja/;
export const givenName = /etuni/;
export const familyName = /sukuni/;
export const other =
  /puhelin|katuosoite|\bosoite|postinumero|kaupunki|paikkakunta|yritys|syntyma|\bhae\b|haku|viesti|kortin|kortti/;
export const phone = /puhelin/;
export const code =
  /(vahvistus|kertakaytto|turva|todennus|varmennus|varmistus|kirjautumis|aktivointi|tekstiviesti)(inen )? ?(koodi|tunnus)|kertakayttoinen koodi|(syota|anna|kirjoita) (\w+ )?koodi|^koodi$|koodi (sahko|viest)/;
export const notCode = /alennus|lahja|kutsu/;
export const sent = /lahet|kertakaytto/;
export const password = /salasana|tunnussana/;
export const decoy = /jata (tama )?(kentta )?tyhja|ala tayta/;
export const newsletter = /uutiskirj|tilaa/;

export const signup = /luo (uusi )?(\w+ )?(tili|tunnus|kayttaja)|rekisteroi|liity|uusi (kayttaja|asiakas)/;
export const login = /kirjaudu|sisaankirjau/;
export const recover = /unohti|unohdi|unohtu|palauta sala/;
export const otherwise = /onko sinulla|jo tili|eiko/;
export const remember = /muista|pysy kirj|pida minut/;
export const terms = /ehdot|ehtoj|tietosuoja|hyvaksy/;
export const next = /seuraava|jatka/;
export const again = /uudelleen|uudestaan|vahvista|toista/;
export const old = /nykyi|vanha/;
export const fresh = /uusi|valitse|luo\b/;
