// Korean. How words are written here, and what each list is for: vocabulary.ts.
export const hints = {
  field: /메일|우편|아이디|사용자|닉네임|계정|회원|비밀|패스|암호|구독|뉴스/,
  code: /인증|코드|번호|일회용/,
};

export const words = {
  email: /메일|전자 ?우편/,
  notMine: /제목|친구/,
  username: /아이디|사용자|닉네임|계정/,
  name: /이름|성명|성함/,
  givenName: /^이름$/,
  familyName: /^성$/,
  other: /전화|휴대|주소(?!.*메일)|우편|도시|회사|생년|생일|검색|메시지|카드|쿠폰/,
  phone: /전화|휴대/,
  code: /(인증|확인|보안|일회용) ?(번호|코드|비밀번호)|코드 ?입력|코드를 입력|^코드$/,
  notCode: /우편|쿠폰|이미지|추천|카드/,
  sent: /발송|전송|보낸|일회용|받은/,
  password: /비밀 ?번호|패스워드|암호/,
  decoy: /비워|입력하지 마/,
  newsletter: /뉴스레터|구독/,

  signup: /가입|계정 (만들|생성)|신규/,
  login: /로그인|접속/,
  recover: /잊|찾기|재설정/,
  otherwise: /이미|계정이 (있|없)|아직/,
  remember: /기억|자동 ?로그인|유지|저장/,
  terms: /약관|동의|개인정보/,
  next: /다음|계속/,
  again: /확인|다시|재입력/,
  old: /현재|기존/,
  fresh: /새|신규|설정/,
};
