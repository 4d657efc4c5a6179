// Hindi. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /मेल|उपयोग|यूज|आईडी|पासवर्ड|कूट|न्यूज/;
export const codeHint = /कोड|ओटीपी|वन टाइम/;

export const email = /[ईइ] ?मेल/;
export const notMine = /विषय/;
export const username = /उपयोगकर्ता|यू[जज़]़?र|सदस्य आईडी/;
export const name = /पूरा नाम|^(आपका )?नाम$/;
export const givenName = /पहला नाम|प्रथम नाम/;
export const familyName = /उपनाम|अंतिम नाम|कुलनाम/;
export const other = /फ़?ोन|फ़?ोन|मोबाइल|सड़?क|शहर|^पता|पिन ?कोड|देश|कंपनी|जन्म|खोज|संदेश|कार्ड/;
export const phone = /फ़?ोन|मोबाइल/;
export const code =
  /(सत्यापन|पुष्टि|पुष्टिकरण|सुरक्षा|लॉग ?इन|प्रमाणीकरण|एक ?बार का) कोड|ओटीपी|वन टाइम|कोड (दर्ज|डालें|भरें)|भेजा गया कोड|^कोड$/;
export const notCode = /पिन ?कोड|कूपन/;
export const sent = /भेजा|ओटीपी/;
export const password = /पासवर्ड|कूटशब्द/;
export const decoy = /खाली छोड़/;
export const newsletter = /न्यू[जज़]़?लेटर|सदस्यता/;

export const signup = /साइन ?अप|खाता (बना|खोल)|रजिस्टर|पंजीक|नया खाता|शामिल/;
export const login = /लॉग ?इन|साइन ?इन|प्रवेश/;
export const recover = /भूल|रीसेट/;
export const otherwise = /पहले से|खाता नहीं/;
export const remember = /याद रख/;
export const terms = /शर्त|गोपनीय|सहमत/;
export const next = /अगला|आगे|जारी/;
export const again = /पुष्टि करें|दोबारा|फिर से|दोहरा/;
export const old = /वर्तमान|पुराना/;
export const fresh = /नया|बनाए|चुनें/;
