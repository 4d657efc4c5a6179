// Japanese. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /メール|メアド|電子|ユーザ|ログイン|会員|ニック|アカウント|利用者|お客様|契約|パスワ|暗証/,
  code: /コード|番号|ワンタイム|キー/,
};

export const words = {
  email: /メール|メアド|電子郵件/,
  notMine: /件名|友達|友人/,
  username: /ユーザ|ログイン ?(id|名)|会員(id| id|番号|名)?|ニックネーム|アカウント(名| ?id)|利用者/,
  name: /氏名|名前|フルネーム/,
  givenName: /^名$/,
  familyName: /^姓$|苗字/,
  other: /電話|携帯|住所|番地|郵便番号|都道府県|市区町村|会社|生年月日|検索|お問い?合わせ内容|カード|ショップ|url/,
  phone: /電話|携帯/,
  code: /(確認|認証|検証|本人確認|ワンタイム|セキュリティ|ログイン)(用)?(コード|番号|キー)|ワンタイム(パスワード)?|コードを入力|6桁/,
  notCode: /郵便|クーポン|画像|カード|紹介/,
  sent: /送信|ワンタイム|届い|お送り/,
  password: /パスワード|暗証番号/,
  decoy: /入力しない|空欄のまま/,
  newsletter: /メルマガ|メールマガジン/,

  signup: /登録|新規|アカウント(を)?作成|会員登録/,
  login: /ログイン|サインイン/,
  recover: /忘|再設定/,
  otherwise: /すでに|既に|お持ち|初めて|はじめて/,
  remember: /保持|記憶|自動ログイン|次回/,
  terms: /規約|同意|プライバシー/,
  next: /次へ|続け|進む|次に/,
  again: /確認|再|もう一度/,
  old: /現在|旧/,
  fresh: /新|設定/,
};
