// Chinese. How words are written here, and what each list is for: vocabulary.ts.
export const hint = /邮|郵|信箱|用户|用戶|使用者|账|帳|帐|昵|暱|登录|会员|密码|密碼|口令|订阅|訂閱/;
export const codeHint = /[码碼]/;

export const email = /邮箱|邮件|信箱|郵件|电邮|電郵|郵箱/;
export const notMine = /主题|主題|好友/;
export const username = /用户(名|id|账号)|用戶(名|id)|使用者|账号|账户|帳號|帐号|帳戶|昵称|暱稱|登录名|会员(名|号)/;
export const name = /姓名|全名|名字/;
export const givenName = /^名$/;
export const familyName = /^姓(氏)?$/;
export const other =
  /电话|電話|手机|手機|住址|地址(?!.*邮)|邮编|郵遞|城市|公司|生日|搜索|搜尋|留言|卡号|卡號|图|圖|国家/;
export const phone = /电话|電話|手机|手機/;
export const code =
  /验证码|驗證碼|校验码|确认码|確認碼|动态(密)?码|動態(密)?碼|一次性(密码|密碼|代码)|安全码|认证码|認證碼/;
export const notCode = /图|圖|邮编|优惠|邀请|推荐/;
export const sent = /短信|手机|获取|獲取|发送|發送|一次性|收到|邮箱验证|邮件验证/;
export const password = /密码|密碼|口令/;
export const decoy = /请勿填|留空/;
export const newsletter = /订阅|訂閱/;

export const signup = /注册|注冊|註冊|创建|建立帳|新用户|加入/;
export const login = /登录|登入|登錄/;
export const recover = /忘|重置|重設|找回/;
export const otherwise = /已有|没有账|沒有帳|还没有/;
export const remember = /记住|記住|自动登|自動登|下次/;
export const terms = /条款|條款|协议|隐私|隱私/;
export const next = /下一步|继续|繼續/;
export const again = /确认|確認|再次|重复|再/;
export const old = /当前|目前|旧|原密/;
export const fresh = /新|设置|設定/;
