// Japanese. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /メール|メアド|電子|ユーザ|ログイン|会員|ニック|アカウント|利用者|お客様|契約|パスワ|暗証/;
export const codeHint = /コード|番号|ワンタイム|キー/;

export const email = /メール|メアド|電子郵件/;
export const notMine = /件名|友達|友人/;
export const username = /ユーザ|ログイン ?(id|名)|会員(id| id|番号|名)?|ニックネーム|アカウント(名| ?id)|利用者/;
export const name = /氏名|名前|フルネーム/;
export const givenName = /^名$/;
export const familyName = /^姓$|苗字/;
export const other =
  /電話|携帯|住所|番地|郵便番号|都道府県|市区町村|会社|生年月日|検索|お問い?合わせ内容|カード|ショップ|url/;
export const phone = /電話|携帯/;
export const code =
  /(確認|認証|検証|本人確認|ワンタイム|セキュリティ|ログイン)(用)?(コード|番号|キー)|ワンタイム(パスワード)?|コードを入力|6桁/;
export const notCode = /郵便|クーポン|画像|カード|紹介/;
export const sent = /送信|ワンタイム|届い|お送り/;
export const password = /パスワード|暗証番号/;
export const decoy = /入力しない|空欄のまま/;
export const newsletter = /メルマガ|メールマガジン/;

export const signup = /登録|新規|アカウント(を)?作成|会員登録/;
export const login = /ログイン|サインイン/;
export const recover = /忘|再設定/;
export const otherwise = /すでに|既に|お持ち|初めて|はじめて/;
export const remember = /保持|記憶|自動ログイン|次回/;
export const terms = /規約|同意|プライバシー/;
export const next = /次へ|続け|進む|次に/;
export const again = /確認|再|もう一度/;
export const old = /現在|旧/;
export const fresh = /新|設定/;
