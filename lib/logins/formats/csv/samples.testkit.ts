// A small file of each product, by its format's id: made-up people and shops, written by hand from knowledge of the
// product's columns. Each must be recognised by its own format and no other.

export const SAMPLES: Readonly<Record<string, string>> = {
  'chromium-csv': [
    'name,url,username,password,note',
    'shop.example,https://shop.example/log-in,alex,"a,b""c",',
    ',https://other.example/,,0123, first ',
    'Router,http://192.168.1.1/,admin,,',
    '',
  ].join('\n'),
  'firefox-csv': [
    '"url","username","password","httpRealm","formActionOrigin","guid","timeCreated","timeLastUsed","timePasswordChanged"',
    '"https://shop.example","alex","pa""ss",,"https://shop.example","{0a1b}","1700000000123","1710000000000","1705000000000"',
    '"https://intranet.example","blair","secret","Staff only",,"{2c3d}","1600000000000","1600000000000","1600000000000"',
    '"chrome://FirefoxAccounts","00ff","{""version"":1,""accountData"":{}}","Firefox Accounts credentials",,"{4e5f}","1","1","1"',
  ].join('\r\n'),
  'apple-csv': [
    'Title,URL,Username,Password,Notes,OTPAuth',
    'shop.example (alex),https://www.shop.example/,alex,pass,,otpauth://totp/Shop:alex?secret=JBSWY3DPEHPK3PXP&issuer=Shop',
    'My bank,https://bank.example/,,1e5,"line 1',
    'line 2",',
  ].join('\n'),
  'bitwarden-csv': [
    'folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp',
    'Work/Shops,1,login,Shop,a note,"Number: 42\nRecovery: one\ntwo",0,"https://shop.example/?a=1,2,https://www.shop.example",alex,pass,steam://JBSWY3DPEHPK3PXP',
    ',,note,Door,code of the door,,0,,,,',
  ].join('\n'),
  'lastpass-csv': [
    'url,username,password,totp,extra,name,grouping,fav',
    'https://shop.example,alex,pass,JBSW Y3DP EHPK 3PXP,a note,Shop,Work\\Shops,1',
    'http://sn,,,,plain text,A note,,0',
    '"http://sn",,,,"NoteType:Credit Card\nLanguage:en-GB\nName on Card:Alex Doe\nType:Visa\nNumber:4111111111111111\nSecurity Code:012\nStart Date:,\nExpiration Date:January,2027\nNotes:for\ntravel",My card,(none),0',
    '"http://sn",,,,"NoteType:Address\nLanguage:en\nTitle:dr\nFirst Name:Alex\nLast Name:Doe\nAddress 1:1 High Street\nCity / Town:Dresden\nZip / Postal Code:01067\nBirthday:,,\nFax:5\nNotes:",Home,,0',
    '"http://sn",,,,"NoteType:Wi-Fi Password\nSSID:home\nPassword:secret",Wi-Fi,,0',
  ].join('\n'),
  'keepassxc-csv': [
    '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"',
    '"Passwords/Work/Shops","Shop","alex","pa""ss","https://shop.example","","otpauth://totp/Shop:alex?secret=JBSWY3DPEHPK3PXP&period=30&digits=6&issuer=Shop&encoder=steam","0","2026-01-02T03:04:05Z","2025-01-02T03:04:05Z"',
    '"Passwords","Copy","{REF:U@I:00112233445566778899AABBCCDDEEFF}","x","","","","0","2026-01-02T03:04:05Z","2025-01-02T03:04:05Z"',
    '"Passwords/Recycle Bin","Old","blair","old","","","","0","2026-01-02T03:04:05Z","2025-01-02T03:04:05Z"',
  ].join('\n'),
  'keepass-csv': [
    '"Account","Login Name","Password","Web Site","Comments"',
    '"Shop","alex","pa\\"ss\\\\","https://shop.example","first line',
    'second ""line"""',
    '"C:\\\\","blair","\\\\","",""',
  ].join('\r\n'),
  'proton-csv': [
    'type,name,url,autofillUrls,email,username,password,note,totp,createTime,modifyTime,vault',
    'login,Shop,"https://shop.example/, https://www.shop.example/","[{""url"":""https://app.shop.example/"",""mode"":1}]",alex@mail.example,alex,pass,a note,otpauth://totp/Shop:alex?secret=JBSWY3DPEHPK3PXP,1700000000,1710000000,Personal',
    'alias,News,,,news.42@alias.example,,,for newsletters,,1700000000,1700000000,Personal',
    'creditCard,Card,,,,,,"{""cardholderName"":""Alex Doe"",""cardType"":0,""number"":""4111111111111111"",""verificationNumber"":""012"",""expirationDate"":""2027-01"",""pin"":""0007"",""note"":""for travel""}",,1700000000,1700000000,Second',
    'identity,Me,,,,,,"{""fullName"":""Alex Doe"",""firstName"":""Alex"",""lastName"":""Doe"",""streetAddress"":""1 High Street"",""city"":""Dresden"",""website"":"""",""extraPersonalDetails"":[{""fieldName"":""Club"",""type"":""text"",""data"":{""content"":""42""}}],""extraSections"":[{""sectionName"":""Car"",""sectionFields"":[{""fieldName"":""Plate"",""type"":""hidden"",""data"":{""content"":""AB 1""}}]}],""note"":""n""}",,1700000000,1700000000,Personal',
    'note,Door,,,,,,code of the door,,1700000000,1700000000,Personal',
    'creditCard,Broken,,,,,,{not json,,soon,1700000000,Personal',
  ].join('\n'),
  '1password-csv': [
    'Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes',
    'Shop,https://shop.example,alex,pass,otpauth://totp/Shop:alex?secret=JBSWY3DPEHPK3PXP,true,false,"home,shops",a note',
    'Old,https://old.example,alex,pass,,false,true,,',
  ].join('\n'),
  'dashlane-csv': [
    'username,username2,username3,title,password,note,url,category,otpSecret',
    'alex,second,,Shop,pass,,https://shop.example,Work,JBSWY3DPEHPK3PXP',
    ',,,Notes only,,"a, b",,,',
  ].join('\n'),
  'nordpass-csv': [
    'name,url,additional_urls,username,password,note,cardholdername,cardnumber,cvc,pin,expirydate,zipcode,folder,full_name,phone_number,email,address1,address2,city,country,state,type,custom_fields',
    'Work,,,,,,,,,,,,,,,,,,,,,folder,',
    'Shop,https://shop.example,"[""https://www.shop.example""]",alex,pass,a note,,,,,,,Work,,,,,,,,,password,"[{""label"":""Number"",""type"":""hidden"",""value"":""42""}]"',
    'Card,,,,,,Alex Doe,4111111111111111,012,0007,01/27,,,,,,,,,,,credit_card,',
    'Me,,,,,,,,,,,01067,,Alex Maria Doe,+49 30 1,alex@mail.example,1 High Street,,Dresden,DE,,identity,',
    'Door,,,,,code of the door,,,,,,,,,,,,,,,,note,',
    '',
  ].join('\n'),
  'roboform-csv': [
    '\ufeffName,Url,MatchUrl,Login,Pwd,Note,Folder,RfFieldsV2',
    'Shop,https://shop.example,https://shop.example,\'@alex,\'\'quoted,a note,/Work/Shops,"User ID$,,,txt,@alex","TOTP KEY$,,,txt,JBSWY3DPEHPK3PXP","Number,,,txt,4,2"',
    'Door,,,,,code of the door,,',
  ].join('\r\n'),
  'simplelogin-csv': [
    'alias,note,enabled,mailboxes',
    'shop.42@alias.example,the shop,True,alex@mail.example blair@mail.example',
    'old.7@alias.example,,False,alex@mail.example',
  ].join('\r\n'),
  'addy-csv': [
    'id,user_id,aliasable_id,aliasable_type,local_part,extension,domain,email,active,description,from_name,emails_forwarded,created_at,updated_at,deleted_at',
    '0a1b,9f,,,shop,,alex.alias.example,shop@alex.alias.example,1,the shop,,3,2026-01-02T03:04:05.000000Z,2026-02-02T03:04:05.000000Z,',
    '0a1c,9f,,,old,,alex.alias.example,old@alex.alias.example,,,,0,2025-01-02 03:04:05,2025-01-02 03:04:05,2026-01-02 03:04:05',
  ].join('\n'),
  csv: [
    'Web Site;Benutzername;Passwort;E-Mail;PIN;URL;Remarks',
    'https://shop.example;alex;pass;alex@mail.example;0007;https://www.shop.example;"a; b"',
    ';blair;secret;;;;',
  ].join('\r'),
};

/** Other shapes of the same products: older versions, other files, another order. */
export const VARIANTS: readonly (readonly [format: string, text: string])[] = [
  ['chromium-csv', 'name,url,username,password\nShop,https://shop.example,alex,pass\n'],
  ['chromium-csv', 'password,username,url,name\npass,alex,https://shop.example,Shop\n'],
  ['apple-csv', 'Title,Url,Username,Password,OTPAuth\nShop,https://shop.example,alex,pass,\n'],
  ['lastpass-csv', 'url,username,password,extra,name,grouping,fav\nhttps://shop.example,alex,pass,,Shop,,0\n'],
  ['keepassxc-csv', '"Group","Title","Username","Password","URL","Notes"\n"Root","Shop","alex","pass","",""\n'],
  ['proton-csv', 'type,name,url,username,password,note,totp,createTime,modifyTime\nlogin,Shop,,alex,pass,,,1,1\n'],
  [
    'bitwarden-csv',
    'collections,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp\n"A,B",login,Shop,,,0,https://shop.example,alex,pass,\n',
  ],
  ['dashlane-csv', 'title,note\nDoor,code of the door\n'],
  [
    'dashlane-csv',
    'type,account_name,account_holder,cc_number,code,expiration_month,expiration_year,routing_number,account_number,country,issuing_bank,note,name\npayment_card,Alex Doe,,4111111111111111,012,01,2027,,,DE,,,My card\n',
  ],
  [
    'dashlane-csv',
    'type,number,name,issue_date,expiration_date,place_of_issue,state\npassport,C01X,Alex Doe,2020-1-2,2030-1-2,Dresden,\n',
  ],
  [
    'dashlane-csv',
    'type,title,first_name,middle_name,last_name,login,date_of_birth,place_of_birth,email,email_type,item_name,phone_number,address,country,state,city,zip,address_recipient,address_building,address_apartment,address_floor,address_door_code,job_title,url\nname,MR,Alex,,Doe,alex,,,,,,,,,,,,,,,,,,\n',
  ],
  ['csv', 'title\tlogin\tpass\nShop\talex\tpass\n'],
  ['csv', 'name,url,username,password,note,colour\nShop,https://shop.example,alex,pass,,blue\n'],
];
