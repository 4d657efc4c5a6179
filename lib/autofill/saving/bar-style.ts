// Looks of the bar, inside its closed shadow root. As in the menu (menu/style.ts) nothing may cross the host.

const coloursOf = (
  surface: string,
  line: string,
  ink: string,
  quiet: string,
  accent: string,
  onAccent: string,
  soft: string,
): string => `
.bar{background:${surface};color:${ink};border-color:${line}}
.detail,.note{color:${quiet}}
.brand{color:${accent}}
button:hover{background:${soft}}
.main,.main:hover{background:${accent};color:${onAccent}}
button:focus-visible{outline-color:${accent}}
`;

export const BAR_CSS = `
:host::before,:host::after{display:none!important}
:host::backdrop{display:none!important}
*{box-sizing:border-box;margin:0;-webkit-user-modify:read-only!important}
.pane{position:fixed}
.bar{position:absolute;inset:0 0 auto;display:grid;gap:10px;padding:14px 14px 12px;overflow:hidden;color-scheme:light dark;border:1px solid;border-radius:14px;font:14px/1.4 sans-serif;letter-spacing:normal;text-align:start;user-select:none;box-shadow:0 1px 2px #00000014,0 10px 32px #0000002e}
.head{display:flex;align-items:flex-start;gap:10px}
.brand{flex:none;padding-top:1px}
.text{flex:1;min-width:0}
.title{font-weight:600;overflow-wrap:anywhere}
.detail{font-size:13px;overflow-wrap:anywhere;unicode-bidi:plaintext}
.note{font-size:13px;padding-top:4px}
.note:empty,.detail:empty{display:none}
.acts{display:flex;flex-wrap:wrap;gap:6px}
button{padding:7px 12px;border:1px solid transparent;border-radius:9px;background:none;color:inherit;font:inherit;cursor:pointer;outline:2px solid transparent;outline-offset:2px}
.main{font-weight:600}
.bar:not(.ready) .main{cursor:default}
.move{flex:none;display:grid;place-items:center;width:30px;height:30px;margin:-5px -5px 0 0;padding:0}
[hidden]{display:none!important}
svg{display:block}
.said{position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
${coloursOf('#fff', '#d9d4cb', '#1d1b18', '#5d5850', '#4b3fd1', '#fff', '#f0eeea')}
@media(prefers-color-scheme:dark){${coloursOf('#1c1b20', '#45424d', '#f2f0f5', '#b3aebb', '#a49bff', '#16132e', '#2c2a33')}}
@media(forced-colors:active){button{border-color:ButtonText;outline-style:none}.main{border-width:2px}button:focus-visible{outline:2px solid Highlight}}
`;
