// Arabic. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /بريد|يميل|مستخدم|دخول|مستعار|مرور|السر|النشرة/;
export const codeHint = /رمز|كود/;

export const email = /بريد(?!ي)|[إا]يميل|البريد ال[إا]لكتروني/;
export const notMine = /الموضوع|صديق/;
export const username = /مستخدم|اسم الدخول|اسم مستعار/;
export const name = /الاسم الكامل|الاسم بالكامل|^(ال)?اسمك?$/;
export const givenName = /الاسم الأول/;
export const familyName = /اسم العائلة|الاسم الأخير|اللقب/;
export const other = /هاتف|جوال|شارع|مدينة|^العنوان|الرمز البريدي|الدولة|شركة|الميلاد|بحث|رسالتك|بطاقة/;
export const phone = /هاتف|جوال/;
export const code =
  /(رمز|الرمز|كود|الكود) (\S+ )?(ال)?(تحقق|تأكيد|أمان|تفعيل|دخول|مرسل|مصادقة|واحدة)|رمز لمرة|أدخل ال(رمز|كود)|^ال(رمز|كود)$|الرمز الذي/;
export const notCode = /البريدي|خصم/;
export const sent = /أرسل|المرسل|لمرة واحدة/;
export const password = /كلمة (ال)?(مرور|سر)|الرقم السري/;
export const decoy = /اترك.{0,12}فارغ/;
export const newsletter = /النشرة|اشتراك/;

export const signup = /التسجيل|إنشاء|سجل (الآن|حساب)|حساب جديد|انضم/;
export const login = /الدخول|دخول/;
export const recover = /نسيت|استعادة|إعادة تعيين/;
export const otherwise = /لديك حساب|بالفعل|ليس لديك|؟/;
export const remember = /تذكرني|إبقائي|البقاء/;
export const terms = /الشروط|الخصوصية|أوافق|الأحكام/;
export const next = /التالي|متابعة|استمرار/;
export const again = /تأكيد|إعادة|كرر|مرة أخرى/;
export const old = /الحالية|القديمة/;
export const fresh = /جديدة|اختر|أنشئ/;
