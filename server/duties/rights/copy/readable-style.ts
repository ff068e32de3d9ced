/** How the copy to read looks: it stands alone, so it brings its own few rules. On paper the links say where they lead. */
export const readableStyle = `
:root{color-scheme:light dark;--ink:#14202b;--ground:#fff;--muted:#4b5b69;--line:#d5dde4;--soft:#f3f6f9;--link:#0b57a4}
@media (prefers-color-scheme:dark){:root{--ink:#e8eef3;--ground:#10181f;--muted:#a9b8c5;--line:#33424e;--soft:#18232c;--link:#7fb8f0}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--ground)}
main{max-width:70rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.75rem;line-height:1.2}h2{margin:3rem 0 .5rem;padding-top:1rem;border-top:1px solid var(--line)}h3{font-size:1rem;margin:1.25rem 0 .25rem}
h2::first-letter{text-transform:uppercase}
a{color:var(--link)}.lead{font-size:1.25rem;max-width:42rem}p,dl,ul{max-width:46rem}code{overflow-wrap:anywhere;font-size:.85em}
.note,blockquote{margin:1rem 0;padding:.5rem 1rem;background:var(--soft);border-left:4px solid var(--line);max-width:46rem}
nav ol{columns:18rem;column-gap:3rem;padding-left:1.5rem}
small{display:block;color:var(--muted)}p small{display:inline}
table{width:100%;border-collapse:collapse;margin:.5rem 0 1rem}
caption{text-align:left}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;vertical-align:top;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
@media (min-width:600px){table{table-layout:fixed}}
thead th{color:var(--muted);font-size:.875rem}tbody th{font-weight:600}
.lines,.value{display:grid}.cell-head{display:none}
dt{font-weight:600}dd{margin:0 0 .75rem}
@media (max-width:599px){thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}table,tbody,tr,th,td{display:block}tr{border-bottom:1px solid var(--line);padding:.5rem 0}tbody th,td{border:0;padding:.15rem 0}.cell-head{display:block;color:var(--muted);font-size:.875rem;font-weight:400}}
@media print{body{font-size:10pt}main{max-width:none;padding:0}nav{display:none}h2{break-after:avoid}tr,.purpose{break-inside:avoid}blockquote a[href]::after{content:" <" attr(href) ">";font-size:.8em}}
`.trim()
