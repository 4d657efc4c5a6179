// Looks of the in-page mark and menu, inside a closed shadow root. The host's own style is written inline with `!important`, which no
// style sheet of the page can outdo; what a page's script does to it the guard notices.

export const HOST_STYLE =
  'all:initial;position:fixed;inset:0 auto auto 0;width:0;height:0;margin:0;padding:0;border:0;overflow:visible;display:block;opacity:1;pointer-events:auto;z-index:2147483647'
    .split(';')
    .join('!important;')
    .concat('!important');

export const CSS = `
:host{color-scheme:light dark;--surface:#fff;--line:#e6e2db;--ink:#1d1b18;--ink2:#6b665e;--accent:#4b3fd1;--soft:#ebe9fc;--shadow:0 1px 2px #0000000d,0 8px 24px #00000024}
@media(prefers-color-scheme:dark){:host{--surface:#1c1b20;--line:#34323a;--ink:#f2f0f5;--ink2:#a8a3b0;--accent:#a49bff;--soft:#2a2745;--shadow:0 1px 2px #0006,0 8px 24px #0009}}
*{box-sizing:border-box;margin:0;-webkit-user-modify:read-only!important}
.mark{position:fixed;aspect-ratio:1;padding:2px;border:0;border-radius:8px;background:none;color:#4b3fd1;cursor:pointer}
.mark.pale{color:#a49bff}
.mark:hover,.mark.on{background:color-mix(in srgb,currentColor 14%,transparent)}
.pane{position:fixed}
.menu{position:absolute;inset:0 0 auto;max-height:100%;padding:6px;overflow-y:auto;overscroll-behavior:contain;background:var(--surface);color:var(--ink);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow);font:14px/1.4 Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;letter-spacing:normal;text-align:start;user-select:none}
.menu.above{inset:auto 0 0}
.row{display:flex;align-items:center;gap:12px;padding:8px 10px;border-radius:8px;cursor:pointer}
.row:hover,.row[aria-selected=true]{background:var(--soft)}
.row[aria-selected=true]{outline:2px solid var(--accent);outline-offset:-2px}
.row.quiet{color:var(--ink2);padding-block:6px}
.text{min-width:0;flex:1}
.title,.detail{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.title{font-weight:600}
.quiet .title{font-weight:400}
.detail{font-size:12px;color:var(--ink2)}
.whole{white-space:normal;overflow-wrap:anywhere}
.digits{font:600 18px/1.3 ui-monospace,SFMono-Regular,Menlo,monospace;letter-spacing:.08em}
.icon{flex:none;width:36px;display:grid;place-items:center;color:var(--accent)}
.quiet .icon{color:var(--ink2)}
.busy{cursor:default}
hr{border:0;border-top:1px solid var(--line);margin:5px 10px}
svg{display:block}.mark svg{width:100%;height:100%}
.av{border-radius:50%}
.said{position:fixed;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media(forced-colors:active){.row[aria-selected=true]{outline-color:Highlight}}
`;
