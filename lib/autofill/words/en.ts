// English, and what pages of every language write into names and ids. How words are written here, and what each list is
// for: vocabulary.ts.
export const hints = {
  field:
    /mail|user|log ?[io]n|sign ?in|account|nick|alias|pseudo|handle|member|customer ?(id|n)|\bid\b|pass|\bpwd|newsletter|subscri|updates/,
  code: /code|\botp|factor|2 ?fa|mfa|token|\bpin\b|one ?time|verif|digit/,
};

export const words = {
  email: /\be ?mail|email|mail ?(adr|addr|id\b)|^(\w+ ){0,2}mail$/,
  notMine:
    /friend|recipient|invite|someone|referr|colleague|subject|search|frequen|^messag|\bto e ?mail|e ?mail (to|type|body|list|texts?|title|tab|codes?|name|option|format|pref\w*|messag\w*|notif\w*|template|count|alerts?)\b|(send|forward|share|pdf|copy|message) ?(\w+ )?(to|via|by) |\bcc\b|format/,
  username:
    /user ?(name|id|nm|login)\b|^user\b(?! \w)|^(\S+ ){0,2}user$|\b(uname|usr|nick|pseudo|handle|alias)\b|nick ?name|screen ?name|^log ?(in|on)\b(?! ?(e ?mail|mail|form|pass|button|code|with|to|box|page|submit))|\blog ?(in|on)( ?(name|id|nm|field|input|te?xt|box|user))?$|(account|member|access) ?(ship )?(name|id|n)\b|customer ?(id|n)\b/,
  name: /^(your |full |display |real |user )?names?$|(full|display|real|contact|customer|your) ?name|first and last name/,
  givenName: /(first|given|fore) ?name|\bf ?name\b/,
  familyName: /(last|family|sur|second) ?name|\bl ?name\b/,
  other:
    /phone|\btel\b|mobil|handy|fax|address ?(line)?\d?|street|\bzip|post(al| ?code)|\bcity|\btown|\bstate|province|country|company|birth|\bcv[vc]|iban|coupon|promo|voucher|gift ?card|captcha|search|keyword|query|date\b|message|comment|title\b|question|answer|secret|\bssn|social sec|\bcard|\bfilter|\bcourt|url\b|web ?site|amount|\bage\b|hint\b/,
  phone: /phone|\btel\b|mobil|handy|\bcell/,
  code: /\botp|one ?time|\btotp|\b2 ?fa\b|\bmfa\b|two ?factor|(verif\w*|confirm\w*|auth\w*|access|sms|e ?mail|login|log ?in|sign ?in|security|digit|activation|temporary) ?(code|pin|token)\b|(verification|authentication) number\b|pass ?code|\bcode\b.{0,40}(sent|texted|e ?mail|phone|received)|(enter|sent).{0,20}\bcode\b|^(your )?code$/,
  notCode:
    /\bcv[vc]|\bccv|card|visual|postal|\bzip|post ?code|promo|coupon|voucher|gift|discount|referr|invit|captcha|country|area ?code|dial|phone ?code|product|tracking|image|sort ?code|tax|vat\b|client ?code|store ?code|source ?code|characters? (you|shown|in)|(3|three) digit|back of|signature/,
  sent: /\botp|one ?time|\btotp|\b2 ?fa\b|\bmfa\b|two ?factor|\bsms\b|(sent|texted|received|e ?mail).{0,30}\bcode|code.{0,40}(sent|texted|e ?mail|phone|received)|[4-8] ?digit|authenticator|(send|get) (the )?code|resend/,
  password: /pass ?(word|wd|wort|phrase)|passw|^pass\b|\bpwd/,
  decoy:
    /honey ?pot|leave (this |it )?(field |box )?(blank|empty|unchanged)|(do not|don.?t) (fill|enter|change|complete|type)|(if you are|for) (a )?(human|robot)|(are you|not a) (human|robot)|spam ?(trap|check|protect)|anti ?spam|\bbots?\b|should be (left )?(blank|empty)/,
  newsletter: /newsletter|subscri|mailing|updates/,

  signup:
    /sign(ing)? ?up|regist|\breg\b|\bjoin\b|creat\w* .{0,16}(account|profile|login|id\b)|creat\w* ?account|new (account|user|member|customer)|get started|open an account/,
  login:
    /log ?(in|on)\b|sign(ing)? ?in\b|\bauth\b|authenticat|identif|(returning|existing) (customer|user|member)|already (registered|a member)|welcome back/,
  recover:
    /forg[oe]t|lost (your )?pass|(reset|recover|retrieve|change|update)( your| my| the| user)? ?(pass|account|login)|pass(word)? ?(reset|recover|remind|change)|remind/,
  otherwise: /\?|already|don.?t have|no account|not (a |yet )|new (here|to)/,
  remember: /remember|keep me|stay (sign|logg)|record|(public|private) ?computer/,
  terms: /terms|privac|conditions|newsletter|accept/,
  next: /next|continue|proceed/,
  again: /confirm|repeat|re ?(type|enter|pass)|again|verify|\bpass\w* ?2$/,
  old: /\bold|current|existing|previous/,
  fresh: /\bnew|choose|create|set ?up/,
};
