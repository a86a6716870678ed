import { tints } from '../mail/digest-style.ts';

/** Badges look as in the mail. */
const badges = (scheme: 'light' | 'dark'): string =>
  Object.entries(tints)
    .map(
      ([
        kind,
        {
          [scheme]: [ground, ink],
        },
      ]) => `.b-${kind}{background:${ground};color:${ink}}`,
    )
    .join('\n');

/** The phone first; fonts of the reader's own machine, Chinese ones among them. */
export const styleText = `
:root{
color-scheme:light dark;
--page:#f5f6f7;--card:#fff;--text:#1f2730;--muted:#5a6570;--line:#dfe4e8;--link:#0b5394;--accent:#0f766e;
--on-accent:#fff;--free:#0b6b45;--stop:#a3141b;--on-stop:#fff;--field:#fff;--code:#eef1f3;
--note:#fff7dc;--note-text:#5c4600;--note-line:#d9a400;--good:#e3f4ec;--good-text:#0b4a34;--bad:#fdecea;--bad-text:#8a1219;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif;
--serif:Georgia,"Noto Serif","DejaVu Serif","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC",serif;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Noto Sans Mono CJK SC",monospace
}
@media (prefers-color-scheme:dark){:root{
--page:#111417;--card:#1a1e22;--text:#e3e7eb;--muted:#a5afb9;--line:#2c333a;--link:#86bdf4;--accent:#5cc4b8;
--on-accent:#08211e;--free:#7ed3ac;--stop:#ff9a94;--on-stop:#330a0b;--field:#14181b;--code:#242a30;
--note:#3a3113;--note-text:#f3e3ae;--note-line:#c9a227;--good:#123528;--good-text:#b6ecd3;--bad:#451a1c;--bad-text:#ffc9c5
}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--page);color:var(--text);font:1.0625rem/1.6 var(--sans);overflow-wrap:anywhere;line-break:strict}
html:lang(zh) body{line-height:1.8}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:.06em}
a:hover{text-decoration-thickness:.12em}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
h1,h2{line-height:1.3;text-wrap:balance}
h1{margin:0 0 .4em;font:bold 1.6rem/1.25 var(--serif)}
h2{margin:1.6em 0 .4em;font-size:1.125rem}
p{margin:0 0 .75em}
sup,sub{font-size:.75em;line-height:0}
code,pre{font-family:var(--mono);font-size:.875em}
code{padding:.1em .35em;border-radius:4px;background:var(--code)}
pre{margin:0;white-space:pre-wrap;line-height:1.5}
.muted{color:var(--muted)}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;padding:.5rem 1rem;background:var(--card);z-index:1}
.top,main{width:100%;max-width:44rem;margin:0 auto;padding:0 1.15rem}
.top{display:flex;justify-content:space-between;align-items:baseline;padding-top:1.1rem;padding-bottom:.9rem}
.brand{color:var(--accent);font-weight:bold;letter-spacing:.04em;text-decoration:none}
main>section,.digest>header,.digest>section,.digest>nav,.digest>footer,.digest>p{background:var(--card);margin:0 -1.15rem;padding:1.5rem 1.15rem;border-top:1px solid var(--line)}
main>*{margin-bottom:3rem}
main>section{border-bottom:1px solid var(--line)}
dl{display:grid;grid-template-columns:1fr;margin:1rem 0 1.25rem}
dt{color:var(--muted);font-size:.875rem}
dd{margin:0 0 .6rem}
.state{display:block;padding-left:1.15em;text-indent:-1.15em}
.state::before{content:"";display:inline-block;width:.65em;height:.65em;margin-right:.5em;border-radius:50%;background:var(--muted)}
.state.on::before{background:#1d9a5f}
.lead{font-size:1.1875rem}
.banner,.notice{border-radius:8px;padding:.8rem 1rem;background:var(--good);color:var(--good-text)}
.banner.wrong{background:var(--bad);color:var(--bad-text)}
.digest>.notice{border-radius:0;border-left:4px solid var(--note-line);background:var(--note);color:var(--note-text)}
.notice p:last-child{margin:0}

.digest header p{margin:0}
.contents h2{margin-top:0;font-size:1rem;color:var(--muted)}
.contents ol{margin:0;padding:0 0 0 1.9em;font-size:.9688rem;line-height:1.5}
.contents li{margin:0 0 .45em}
.contents a{color:var(--text);text-decoration:none}
.contents a:hover{text-decoration:underline}
li::marker{color:var(--muted);font-variant-numeric:tabular-nums}
.paper{scroll-margin-top:1rem}
.paper.retracted{border-left:5px solid #b3141c}
.paper:target .number{color:var(--accent)}
.number{margin:0 0 .3em;color:var(--muted);font-size:.9375rem;line-height:1.9;font-weight:bold;font-variant-numeric:tabular-nums}
.paper h2{margin:0 0 .45em;font:bold 1.25rem/1.35 var(--serif);text-wrap:pretty}
.paper h2 a{text-decoration:none}
.paper h2 a:hover{text-decoration:underline}
.vernacular{font-size:1.0625rem;margin:0 0 .5em}
.source,.authors{color:var(--muted);font-size:.9375rem;line-height:1.5}
.authors{margin:-.35em 0 .9em}
.authors p{margin:.35em 0 0}
summary{cursor:pointer}
.label{color:var(--muted);font-size:.8125rem;letter-spacing:.04em;margin-right:.35em}
.heading{margin-top:1.2em;color:var(--muted);font-size:.9375rem}
.small,.keywords{color:var(--muted);font-size:.875rem;line-height:1.55}
.links{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:1em 0 0;font-size:.9375rem;color:var(--muted)}
.links .free{color:var(--free);font-weight:bold}
.links .up{margin-left:auto;padding:0 .5rem;text-decoration:none;color:var(--muted)}
.badge{display:inline-block;margin-right:.3em;padding:0 .65em;border-radius:1em;font-size:.8125rem;line-height:1.65;font-weight:normal;white-space:nowrap}
.number .badge:first-child{margin-left:.2em}
.b-retracted{font-weight:bold}
.digest section>ol li{margin:0 0 .5em}
${badges('light')}
.digest footer{font-size:.875rem}
.digest footer p{margin:0}

.act{padding:1.2rem 0 .3rem;border-top:1px solid var(--line)}
.act h2{margin:0 0 .3em}
form{display:flex;flex-wrap:wrap;gap:.6rem;align-items:center;margin:0 0 .9rem}
button,input[type=date],input[type=email],input[type=password]{font:inherit;line-height:1.3;min-height:2.75rem;padding:.5rem 1.1rem;border:1px solid var(--line);border-radius:8px;background:var(--field);color:var(--text)}
button{cursor:pointer;color:var(--link);border-color:currentColor;background:transparent}
button:hover{background:color-mix(in srgb,currentColor 9%,transparent)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent);font-weight:bold}
button.main:hover{filter:brightness(1.08)}
button.stop{color:var(--stop)}
.login form{flex-direction:column;align-items:stretch;gap:.3rem;max-width:24rem;margin:1.2rem 0 1.5rem}
.login label{font-weight:bold;font-size:.9375rem}
.login input{width:100%;margin-bottom:.8rem;padding-inline:.8rem;border-color:var(--muted)}
.login button{margin-top:.4rem}
.login code{display:inline-block}
.login form .small{margin:-.5rem 0 .6rem}

.mails{list-style:none;margin:0 -1.15rem;padding:0}
.mails a{display:grid;gap:0 1rem;padding:.75rem 1.15rem;border-top:1px solid var(--line);color:inherit;text-decoration:none}
.mails a:hover{background:var(--code)}
.mails .subject{font-weight:bold;line-height:1.4}
.mails .muted{font-size:.875rem}
.when{font-variant-numeric:tabular-nums}
.count{margin:1.2rem 0 .6rem;font-size:.875rem}
.empty{padding:1.5rem 0}
.mail h1{font-size:1.3rem}
.tabs{display:flex;flex-wrap:wrap;gap:0 1.4rem;margin:0 0 1rem;border-bottom:1px solid var(--line)}
.tabs a{padding:.5rem 0;text-decoration:none}
.tabs a[aria-current]{color:var(--text);font-weight:bold;box-shadow:0 2px 0 var(--accent)}
.mail iframe{display:block;width:calc(100% + 2.3rem);height:78vh;min-height:24rem;margin:0 -1.15rem -1.5rem;border:0;background:#fff}

@media (min-width:44rem){
main>section,.digest{border:1px solid var(--line);border-radius:12px;overflow:hidden;margin:0;padding:2rem 2.5rem;background:var(--card)}
main>*{margin-bottom:4rem!important}
.digest{padding:0}
.digest>header,.digest>section,.digest>nav,.digest>footer,.digest>p{margin:0;padding:1.8rem 2.5rem}
.digest>header{border-top:0;padding-top:2.2rem}
h1{font-size:1.9rem}
.paper h2{font-size:1.375rem}
dl{grid-template-columns:max-content 1fr;gap:.35rem 1.5rem}
dt{font-size:.9375rem;padding-top:.05rem}
dd{margin:0}
.mails{margin:0 -2.5rem -2rem}
.mails a{grid-template-columns:1fr max-content;padding:.75rem 2.5rem}
.mails .subject{grid-column:1/-1}
.mail iframe{width:calc(100% + 5rem);margin:0 -2.5rem -2rem}
}
@media (min-width:68rem){.top:has(~main .mail),main:has(.mail){max-width:60rem}}
@media (prefers-color-scheme:dark){
.mail iframe{background:#111417}
${badges('dark')}
}
@media print{.top,.up,.skip{display:none}.paper{break-inside:avoid-page}body{background:#fff;font-size:10.5pt}}
`;
