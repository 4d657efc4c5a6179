// Looks of the in-page mark and menu, inside a closed shadow root. No style sheet of the page outdoes the host's inline
// `!important`; the guard notices scripts. Nothing may cross the host: no custom property (`all` leaves them, and a
// page may register ours as another type; so colours are written out), no font that an outer @font-face could answer
// (system-ui is one to some engines).

export const HOST_STYLE =
  'all:initial;direction:ltr;unicode-bidi:isolate;position:fixed;inset:0 auto auto 0;width:0;height:0;margin:0;padding:0;border:0;overflow:visible;display:block;opacity:1;pointer-events:auto;z-index:2147483647'
    .split(';')
    .join('!important;')
    .concat('!important');

const coloursOf = (
  surface: string,
  line: string,
  ink: string,
  quiet: string,
  accent: string,
  soft: string,
  shade: readonly [string, string],
): string => `
.menu{background:${surface};color:${ink};border-color:${line};box-shadow:0 1px 2px ${shade[0]},0 8px 24px ${shade[1]}}
.row:hover,.row[aria-selected=true]{background:${soft}}
.row[aria-selected=true]{outline-color:${accent}}
.row.quiet,.detail,.quiet .icon{color:${quiet}}
.icon{color:${accent}}
hr{border-color:${line}}
`;

export const CSS = `
:host::before,:host::after{display:none!important}
:host::backdrop{display:none!important}
*{box-sizing:border-box;margin:0;-webkit-user-modify:read-only!important}
.mark{position:fixed;aspect-ratio:1;padding:2px;border:0;border-radius:8px;background:none;color:#4b3fd1;cursor:pointer}
.mark.pale{color:#a49bff}
.mark:hover,.mark.on{background:color-mix(in srgb,currentColor 14%,transparent)}
.pane{position:fixed}
.menu{position:absolute;inset:0 0 auto;max-height:100%;padding:6px;overflow-y:auto;overscroll-behavior:contain;color-scheme:light dark;border:1px solid;border-radius:12px;font:14px/1.4 sans-serif;letter-spacing:normal;text-align:start;user-select:none}
.menu.above{inset:auto 0 0}
.row{display:flex;align-items:center;gap:12px;padding:8px 10px;border-radius:8px;cursor:pointer}
.row[aria-selected=true]{outline:2px solid;outline-offset:-2px}
.row.quiet{padding-block:6px}
.text{min-width:0;flex:1}
.title,.detail{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.title{font-weight:600}
.busy .title:not(.whole){display:-webkit-box;white-space:normal;-webkit-box-orient:vertical;-webkit-line-clamp:3;line-clamp:3}
.mark[hidden]{display:none}
.quiet .title{font-weight:400}
.detail{font-size:12px}
.whole{white-space:normal;overflow-wrap:anywhere}
.digits{font:600 18px/1.3 monospace;letter-spacing:.08em}
.icon{flex:none;width:36px;display:grid;place-items:center}
.menu:not(.ready) .row,.busy{cursor:default}
hr{border:0;border-top:1px solid;margin:5px 10px}
svg{display:block}.mark svg{width:100%;height:100%}
.av{border-radius:50%}
.said{position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
${coloursOf('#fff', '#e6e2db', '#1d1b18', '#6b665e', '#4b3fd1', '#ebe9fc', ['#0000000d', '#00000024'])}
@media(prefers-color-scheme:dark){${coloursOf('#1c1b20', '#34323a', '#f2f0f5', '#a8a3b0', '#a49bff', '#2a2745', ['#0006', '#0009'])}}
@media(forced-colors:active){.row[aria-selected=true]{outline-color:Highlight}}
`;
