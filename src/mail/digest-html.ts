import type { DigestContent } from '../contract/digest.ts';
import { type Html, html, safeHtml } from '../html.ts';
import { baseSheet, colours, darkSheet, fonts, leadingOf } from './digest-style.ts';
import { policiesUrl, type Summary } from './digest-summary.ts';
import type { Words } from './digest-words.ts';

/** The parts that grow with the articles; each may be empty. */
export interface Rows {
  contents: string;
  articles: string;
  titles: string;
}

/** The HTML part: one table on a quiet page. Outlook gets a fixed width, all others at most 640 px. */
export function page(input: { content: DigestContent; summary: Summary; rows: Rows }, words: Words): string {
  const { content, summary, rows } = input;
  const sans = safeHtml(fonts.sans);
  return String(html`<!doctype html>
    <html lang="${words.lang}" xmlns:o="urn:schemas-microsoft-com:office:office"><head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="supported-color-schemes" content="light dark">
    <meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no">
    <meta name="x-apple-disable-message-reformatting">
    <title>${safeHtml(summary.name)}</title>
    <!--[if mso]><xml><o:OfficeDocumentSettings><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml><style>body,table,td,p,div,li,a{font-family:'Segoe UI',Arial,sans-serif}h1,h2,h2 a{font-family:Georgia,serif}</style><![endif]-->
    <style>${safeHtml(baseSheet)}</style>
    <style>${safeHtml(darkSheet)}</style>
    </head>
    <body class="page" style="margin:0;padding:0;background:${colours.page}">
    <div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${safeHtml(summary.preheader)}</div>
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="page" style="background:${colours.page}"><tr><td align="center" class="outer" style="padding:28px 12px">
    <!--[if mso]><table role="presentation" width="640" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="card text" style="max-width:640px;table-layout:fixed;margin:0 auto;background:${colours.card};border:1px solid ${colours.line};border-radius:10px;color:${colours.text};font-family:${sans};text-align:left;word-wrap:break-word;overflow-wrap:break-word">
    ${head(content, summary, words)}
    ${summary.notices.length > 0 && notices(summary)}
    ${content.kind === 'nothing-new' && nothingNew(words)}
    ${rows.contents !== '' && contents(rows.contents, words)}
    ${safeHtml(rows.articles)}
    ${rows.titles !== '' && titles(rows.titles, summary, words)}
    ${summary.waiting > 0 && waiting(summary, words)}
    ${foot(content, summary, words)}
    </table>
    <!--[if mso]></td></tr></table><![endif]-->
    </td></tr></table>
    </body></html>\n`);
}

const head = ({ links }: DigestContent, summary: Summary, words: Words): Html =>
  html`<tr><td class="pad text" style="padding:36px 40px 28px;color:${colours.text};font-size:16px;line-height:1.5">
    <div class="accent" style="margin:0 0 12px;color:${colours.accent};font-size:13px;line-height:18px;letter-spacing:.08em;font-weight:bold">${words.product}</div>
    <h1 class="text" style="margin:0 0 8px;color:${colours.text};font-family:${safeHtml(fonts.serif)};font-size:29px;line-height:1.25;font-weight:bold">${safeHtml(summary.name)}</h1>
    <div class="muted" style="color:${colours.muted}">${summary.papers > 0 && html`<b class="text" style="color:${colours.text}">${words.papers(summary.papers)}</b> &nbsp;·&nbsp; `}${summary.day}</div>
    ${
      links.page &&
      html`<div style="margin:14px 0 0;font-size:15px"><a class="link" href="${links.page}" style="color:${colours.link}">${words.readHere}</a></div>`
    }
    ${summary.shortened && html`<div class="muted" style="margin:6px 0 0;color:${colours.muted};font-size:14px">${words.shortened}</div>`}
    </td></tr>`;

const notices = ({ notices }: Summary): Html =>
  html`<tr><td class="pad" style="padding:0 40px 28px">
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="note" style="padding:12px 18px;background:#fff7dc;border-left:4px solid #d9a400;color:#5c4600;font-size:15px;line-height:1.6">
    ${notices.map((notice) => html`<p style="margin:4px 0">${safeHtml(notice)}</p>\n`)}
    </td></tr></table>
    </td></tr>`;

const nothingNew = (words: Words): Html =>
  html`<tr><td class="pad text" style="padding:0 40px 36px;color:${colours.text};font-size:16px;line-height:${leadingOf(words.lang)}">
    <p style="margin:0 0 6px;font-size:18px"><b>${words.nothingNew}</b></p>
    <p style="margin:0">${words.nothingNewText}</p>
    </td></tr>`;

const contents = (items: string, words: Words): Html =>
  html`<tr><td class="pad text" style="padding:22px 40px 20px;border-top:1px solid ${colours.line};color:${colours.text};font-size:15px;line-height:1.5">
    <div class="muted" style="margin:0 0 10px;color:${colours.muted};font-size:14px"><b>${words.contents}</b></div>
    <ol style="margin:0;padding:0 0 0 26px">${safeHtml(items)}</ol>
    </td></tr>`;

const titles = (items: string, { papers, inFull }: Summary, words: Words): Html =>
  html`<tr><td class="pad text" style="padding:30px 40px 24px;border-top:1px solid ${colours.line};color:${colours.text};font-size:16px;line-height:1.5">
    <h2 style="margin:0 0 4px;font-size:18px;line-height:1.4">${words.titles}</h2>
    <div class="muted" style="margin:0 0 16px;color:${colours.muted};font-size:15px">${words.titlesText}</div>
    <ol start="${Math.min(inFull + 1, papers)}" style="margin:0;padding:0 0 0 32px">${safeHtml(items)}</ol>
    </td></tr>`;

const waiting = (summary: Summary, words: Words): Html =>
  html`<tr><td class="pad muted" style="padding:22px 40px;border-top:1px solid ${colours.line};color:${colours.muted};font-size:15px;line-height:1.6">${words.waiting(summary.waiting)}</td></tr>`;

const foot = ({ links }: DigestContent, summary: Summary, words: Words): Html =>
  html`<tr><td class="pad muted" style="padding:26px 40px 34px;border-top:1px solid ${colours.line};color:${colours.muted};font-size:14px;line-height:1.65">
    <p style="margin:0 0 10px">${safeHtml(words.reason(summary.name))}</p>
    <p style="margin:0 0 4px">${words.schedule}${words.colon}${safeHtml(summary.schedule)}</p>
    <p style="margin:0 0 14px">${words.query}${words.colon}<span class="code" style="background:#f1f3f5;color:#33404c;font-family:Consolas,Menlo,monospace;font-size:13px">${safeHtml(summary.query)}</span></p>
    <p style="margin:0 0 16px">${
      links.stop
        ? html`<a class="link" href="${links.stop}" style="color:${colours.link};font-weight:bold">${words.stop}</a>`
        : words.noStop
    }</p>
    <p style="margin:0;font-size:13px">${words.source} <a class="link" href="${policiesUrl}" style="color:${colours.link}">${words.policies}</a></p>
    </td></tr>`;
