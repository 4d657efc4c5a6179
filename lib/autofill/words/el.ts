// Greek. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /ταχυδ|ηλεκτρ|ιμειλ|χρηστ|ψευδων|κωδικ|συνθημ|ενημερ/;
export const codeHint = /κωδικ/;

export const email = /ηλεκτρονικ(ο|ου|η) (ταχυδρ|διευθ)|ταχυδρομειου?|ιμειλ|ηλ ταχυδρ/;
export const notMine = /θεμα/;
export const username = /χρηστη|ψευδωνυμ/;
export const name = /ονοματεπωνυμ|πληρες ονομα/;
export const givenName = /^(το )?ονομα( σας)?$/;
export const familyName = /επωνυμο|επιθετο/;
export const other =
  /τηλεφων|κινητο|οδος|^διευθυνση( (κατοικ|αποστ)\S*)?$|ταχυδρομικ|πολη|χωρα|εταιρ|γεννησ|αναζητ|μηνυμα|καρτα/;
export const phone = /τηλεφων|κινητ/;
export const code =
  /κωδικ\S+ (επαληθ|επιβεβ|μι?ας χρησ|ασφαλ|ενεργοπ|ταυτοπ|sms|που|απο)|(πληκτρολογ|εισαγ|συμπληρ)\S* τον κωδικο(?! προσβ)/;
export const notCode = /ταχυδρομικ|εκπτωσ/;
export const sent = /στειλαμε|σταλθηκε|μιας χρησ|μια χρηση|λαβατε/;
export const password = /κωδικ(ος|ου|ο) ?προσβ|συνθηματικ|^(ο )?κωδικος( σας)?$/;
export const decoy = /μην συμπληρ|αφηστε κενο/;
export const newsletter = /ενημερωτικ/;

export const signup = /εγγραφ|δημιουργ|νεος λογαριασμ|γινετε μελος/;
export const login = /συνδεσ|εισοδο|εισοδος|συνδεθ/;
export const recover = /ξεχασ|επαναφορ|ανακτησ|υπενθυμ/;
export const otherwise = /εχετε ηδη|εχεις ηδη|ηδη|δεν εχ/;
export const remember = /να με θυμ|θυμησ|παραμειν|διατηρ/;
export const terms = /ορους|οροι|απορρητ|αποδεχ|συμφων/;
export const next = /επομεν|συνεχ/;
export const again = /επιβεβαι|επαναλ|ξανα/;
export const old = /τρεχ|παλι|υπαρχον/;
export const fresh = /νεο|νεος|επιλεξ|ορισ/;
