/** How the page of a difference looks: one column on a telephone, the reader's dark or light, and on paper without the switch. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1b1b;--paper:#fff;--aside:#5c5c5c;--line:#d5d5d5;--add:#d7f5dc;--add-ink:#0b4a1b;--del:#fde0dd;--del-ink:#7a1410;--move:#dcebfb;--move-ink:#123f6d}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e9e9e9;--paper:#161616;--aside:#a8a8a8;--line:#3d3d3d;--add:#123d1e;--add-ink:#b6f0c4;--del:#4d1816;--del-ink:#ffc9c4;--move:#14324f;--move-ink:#bcdcff}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:80rem;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,"Noto Sans",sans-serif;overflow-wrap:anywhere}
h1{font-size:1.4rem;line-height:1.3;margin:0 0 .5rem}
h2,h3{font-size:.9rem;margin:0;color:var(--aside);font-weight:600}
article header{border-top:2px solid var(--line);margin-top:2rem;padding-top:1rem}
article header h2{font-size:1.15rem;color:var(--ink)}
header p,summary{color:var(--aside)}
main{max-width:44rem}
main.beside{max-width:none;display:none}
#beside:checked~main.beside{display:block}
#beside:checked~main.inline{display:none}
section{border-left:.25rem solid var(--line);padding:.25rem 0 .25rem .75rem;margin:1rem 0}
section.substantive{border-color:#c2410c}
section p,details p{margin:.25rem 0;white-space:pre-wrap}
details{margin:1rem 0;color:var(--aside)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
.heads{font-weight:600}
ins{background:var(--add);color:var(--add-ink);text-decoration:underline;text-decoration-thickness:1px}
del{background:var(--del);color:var(--del-ink);text-decoration:line-through}
.moved{background:var(--move);color:var(--move-ink)}
.away{text-decoration:line-through}
.break{color:var(--aside)}
.aloud{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(max-width:40rem){.pair{gap:.5rem;font-size:.9rem}}
@media print{:root{--paper:#fff;--ink:#000}input,label{display:none}body{max-width:none;padding:0}h2,h3{break-after:avoid}section{break-inside:avoid}ins,del,.moved{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;
