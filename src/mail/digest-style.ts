import type { Badge } from '../contract/digest.ts';

/**
 * Looks of the digest mail. What matters stands inline (some programs drop style sheets, Outlook knows few selectors);
 * the sheets below add the phone and the dark, and must stay under the 8 KB at which Gmail drops a sheet.
 */
export const colours = {
  page: '#f1f3f5',
  card: '#ffffff',
  text: '#1f2730',
  muted: '#5a6570',
  link: '#0b5394',
  free: '#0b6b45',
  line: '#e3e7eb',
  accent: '#0f766e',
} as const;

/** Segoe UI first: Outlook takes a whole stack for Times when it does not know the first name. */
const sans =
  "'Segoe UI',-apple-system,BlinkMacSystemFont,Roboto,'Helvetica Neue',Arial,'PingFang SC','Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC',sans-serif";
/** Latin titles in a book face; Chinese ones in the reader's sans, which reads better in bold. */
const serif =
  "Georgia,'Noto Serif','Liberation Serif','PingFang SC','Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC',serif";

export const fonts = { sans, serif } as const;

/** Chinese needs more air between the lines. */
export const leadingOf = (lang: string | null): string =>
  lang?.startsWith('zh') || lang === 'ja' ? '1.8' : '1.6';

interface Tint {
  light: readonly [ground: string, ink: string];
  dark: readonly [ground: string, ink: string];
}

const grey: Tint = { light: ['#e9ecef', '#3b4650'], dark: ['#2f363e', '#d0d7de'] };

export const tints: Readonly<Record<Badge['kind'], Tint>> = {
  retracted: { light: ['#b3141c', '#ffffff'], dark: ['#c8252d', '#ffffff'] },
  concern: { light: ['#fde8d3', '#8a3b00'], dark: ['#4d2b0d', '#ffc792'] },
  erratum: { light: ['#fff1c2', '#6b5000'], dark: ['#453a12', '#f0d579'] },
  preprint: { light: ['#ebe6fb', '#4a3896'], dark: ['#302a54', '#cbbffb'] },
  review: { light: ['#e1eefa', '#0e4d83'], dark: ['#17344d', '#a9d3f8'] },
  trial: { light: ['#dcf2e8', '#0b5b3f'], dark: ['#12392b', '#93dcbc'] },
  book: { light: ['#efe9e0', '#5a4830'], dark: ['#3a3329', '#dccaad'] },
  metric: grey,
  warning: { light: ['#fbdcd9', '#8c1016'], dark: ['#5a1d1f', '#ffc4bf'] },
  unknown: { light: ['#fff6d6', '#665000'], dark: ['#37301a', '#e6d391'] },
  note: grey,
};

const darkBadges = Object.entries(tints)
  .map(([kind, { dark }]) => `.b-${kind}{background:${dark[0]}!important;color:${dark[1]}!important}`)
  .join('\n');

export const baseSheet = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%}
table{border-collapse:separate;border-spacing:0}
a:hover{text-decoration:underline!important}
sup,sub{font-size:75%;line-height:0}
@media only screen and (max-width:480px){
.outer{padding:0!important}
.card{border-radius:0!important;border-left:0!important;border-right:0!important}
.pad{padding-left:20px!important;padding-right:20px!important}
h1{font-size:25px!important}
h2{font-size:19px!important}
}
`;

export const darkSheet = `
@media (prefers-color-scheme:dark){
.page,.outer{background:#111417!important}
.card{background:#1a1e22!important;border-color:#2c333a!important}
.pad{border-color:#2c333a!important}
.text{color:#e3e7eb!important}
.muted{color:#a5afb9!important}
.link{color:#86bdf4!important}
.free{color:#7ed3ac!important}
.accent{color:#5cc4b8!important}
.note{background:#3a3113!important;color:#f3e3ae!important;border-color:#c9a227!important}
.code{background:#242a30!important;color:#d0d7de!important}
.red{border-left-color:#e0454c!important}
${darkBadges}
}
`;
