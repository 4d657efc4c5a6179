// Hebrew. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /דוא|מייל|דואר|משתמש|כינוי|סיסמ|ססמ|ניוזל|דיוור/;
export const codeHint = /קוד/;

export const email = /דוא.?ל|אי?מייל|מייל|דואר אלקטרוני/;
export const notMine = /נושא/;
export const username = /שם (ה)?משתמש|כינוי/;
export const name = /שם מלא|^שם$|שם פרטי ומשפחה/;
export const givenName = /שם פרטי/;
export const familyName = /שם משפחה/;
export const other = /טלפון|נייד|רחוב|עיר|^כתובת$|מיקוד|מדינה|חברה|לידה|חיפוש|הודעה|כרטיס/;
export const phone = /טלפון|נייד/;
export const code =
  /קוד (\S+ )?(ה)?(אימות|זיהוי|חד|אבטחה|כניסה|גישה|הפעלה|אישור)|קוד שנשלח|הקוד שנשלח|(הזן|הזינו|הקלד|הכנס)\S* (את )?(ה)?קוד|^(ה)?קוד$|קוד (ש|מ)\S+/;
export const notCode = /קופון|הנחה/;
export const sent = /נשלח|שלחנו|חד פעמי/;
export const password = /סיסמ|ססמ/;
export const decoy = /השאר\S* ריק|אין למלא/;
export const newsletter = /ניוזלטר|דיוור/;

export const signup = /הרשמ|הירשמ|נרשם|הירשם|יצירת חשבון|צור חשבון|פתיחת חשבון|הצטרפ|חדש$/;
export const login = /התחבר|כניסה|להתחבר|היכנס|כניסת/;
export const recover = /שכח|איפוס|שחזור/;
export const otherwise = /כבר יש|יש לך|אין לך|כבר רשו|עדיין/;
export const remember = /זכור|השאר|זכרו/;
export const terms = /תנאי|פרטיות|מסכימ?ה?|תקנון/;
export const next = /הבא|המשך|להמשיך/;
export const again = /אימות סיסמ|שוב|חזרה|בשנית|אישור סיסמ/;
export const old = /נוכחית|ישנה|קודמת/;
export const fresh = /חדשה|בחר/;
