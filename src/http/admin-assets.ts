/** What this page needs beside `style.ts`. */
export const adminStyle = {
  type: 'text/css; charset=utf-8',
  text: `
main:has(.admin){max-width:66rem}
.top:has(~main .admin){max-width:66rem}
main>section.admin{margin-bottom:1.2rem!important}
main>section.admin:last-child{margin-bottom:4rem!important}
.admin h2{margin-top:0}
.admin h3{margin:0 0 .3em;font-size:1rem}
.admin form{margin:0}
.admin button{white-space:nowrap}
.head{display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;align-items:center;justify-content:space-between;margin-bottom:1rem}
.head h1{margin:0}
.head nav{display:flex;flex-wrap:wrap;gap:.6rem 1.2rem;align-items:center}
.pair{display:grid;gap:1.4rem 3rem}
.admin dl{grid-template-columns:fit-content(45%) 1fr;gap:.35rem 1.2rem}
.admin dd{margin:0}
.admin dt{padding-top:.12rem}
.mode{display:flex;flex-wrap:wrap;gap:.4rem .8rem;align-items:baseline}
.mode strong{padding:.05rem .9rem;border-radius:1em;font-family:var(--mono);background:var(--good);color:var(--good-text)}
.mode .mode-local{background:var(--note);color:var(--note-text)}
.notice.warn{border-left:4px solid var(--note-line);border-radius:0 8px 8px 0;background:var(--note);color:var(--note-text);font-size:.9375rem;line-height:1.55}
.bad{color:var(--stop)}
.name{font-family:var(--mono);font-size:.9375em}
.chip{padding:0 .6em;border-radius:1em;font-size:.8125rem;font-weight:normal;background:var(--note);color:var(--note-text)}
.admin .small{margin:0 0 .35em}
.admin button.slim{min-height:2.25rem;padding:.25rem .9rem;font-size:.9375rem}
.queues{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
.queues thead{position:absolute;left:-999rem}
.queues tr{display:grid;grid-template-columns:repeat(3,1fr);gap:.6rem .8rem;padding:.9rem 0;border-top:1px solid var(--line)}
.queues th{grid-column:1/-1;padding:0;text-align:left;font-weight:bold}
.queues th .small{display:block;font-weight:normal;margin:0}
.queues td{padding:0}
.queues td[data-label]::before{content:attr(data-label);display:block;color:var(--muted);font-size:.8125rem;line-height:1.4}
.queues .do{grid-column:1/-1}
.rows{list-style:none;margin:0;padding:0}
.rows li{padding:.8rem 0;border-top:1px solid var(--line)}
.rows li:last-child{padding-bottom:0}
.both{margin-top:.9rem}
.rows li>p,.rows li p{margin:0 0 .2em}
.rows .muted{font-size:.9375rem}
.failure .do{display:flex;gap:.6rem;margin-top:.5rem}
.failure .reason{line-height:1.5}
.both{display:flex;flex-wrap:wrap;gap:.8rem 1.2rem;align-items:flex-start;padding-top:1rem;border-top:1px solid var(--line)}
details>summary{display:inline-block;padding:.45rem 0;color:var(--link)}
details[open]>summary{margin-bottom:.4rem}
.both details{flex:1 1 14rem}
.admin .act:first-of-type{border-top:0;padding-top:.4rem}
.admin .act{padding-bottom:1.1rem}
.admin input:not([type]){font:inherit;line-height:1.3;min-height:2.75rem;width:17rem;max-width:100%;padding:.5rem .8rem;border:1px solid var(--muted);border-radius:8px;background:var(--field);color:var(--text)}
.admin ::placeholder{color:var(--muted);opacity:1}
@media (min-width:52rem){
.pair{grid-template-columns:1fr 1fr}
.queues thead{position:static}
.queues tr{display:table-row;border-top:0}
.queues th,.queues td{padding:.7rem .6rem;vertical-align:middle;text-align:right}
.queues thead th{padding-top:0;color:var(--muted);font-weight:normal;font-size:.875rem;vertical-align:bottom}
.queues tbody th,.queues tbody td{border-top:1px solid var(--line)}
.queues tbody th{text-align:left;padding-left:0}
.queues .do{padding-right:0;width:1%}
.queues td[data-label]::before{content:none}
.failure{display:flex;gap:1.5rem;justify-content:space-between;align-items:flex-start}
.failure .do{margin:0;flex:none}
}
`,
};

/**
 * Renews the figures every 5 seconds where they have changed. What is typed stands outside of them; the button in focus
 * and what is unfolded are found again by their ids, and nothing is taken away under a selection.
 */
export const adminScript = {
  type: 'text/javascript; charset=utf-8',
  text: `const admin = document.getElementById('admin');
const stale = document.getElementById('stale');

async function freshPage() {
  const reply = await fetch(admin.dataset.from, { signal: AbortSignal.timeout(10000) });
  if (!reply.ok) throw new Error(String(reply.status));
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  if (!page.getElementById('admin')) throw new Error('logged out');
  return page;
}

function renew(part, fresh) {
  if (!fresh || part.innerHTML === fresh.innerHTML) return;
  const selection = getSelection();
  if (selection && !selection.isCollapsed && selection.containsNode(part, true)) return;
  const focused = part.contains(document.activeElement) ? document.activeElement.id : '';
  for (const one of part.querySelectorAll('details[open]')) {
    fresh.querySelector('#' + one.id)?.setAttribute('open', '');
  }
  if (part.innerHTML === fresh.innerHTML) return;
  part.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus();
}

setInterval(async () => {
  if (document.hidden) return;
  try {
    const page = await freshPage();
    for (const part of document.querySelectorAll('.live')) renew(part, page.getElementById(part.id));
    stale.hidden = true;
  } catch {
    stale.hidden = false;
  }
}, 5000);
`,
};
