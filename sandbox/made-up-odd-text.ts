import { dateOf, monthName, yearOf } from './made-up-days.ts';
import type { Oddities } from './made-up-oddity.ts';
import { element, text } from './xml-write.ts';

const MATHML = 'http://www.w3.org/1998/Math/MathML';
const math = (inside: string): string => element('mml:math', inside, { 'xmlns:mml': MATHML });
const INEQUALITY = math(
  '<mml:mrow><mml:msup><mml:mi>R</mml:mi><mml:mn>2</mml:mn></mml:msup><mml:mo>≥</mml:mo><mml:mfrac><mml:mn>3</mml:mn><mml:mn>4</mml:mn></mml:mfrac></mml:mrow>',
);
const part = (label: string, category: string, body: string): string =>
  text('AbstractText', body, { Label: label, NlmCategory: category });

/** Titles and abstracts. */
export const TEXT_ODDITIES: Oddities = {
  title_markup: (draft) => {
    draft.titleXml = `Role of <i>bla</i><sub>KPC-2</sub> and Ca<sup>2+</sup> in <b>sepsis</b> caused by <i>Klebsiella <u>pneumoniae</u></i>.`;
  },
  title_ends_in_markup: (draft) => {
    draft.titleXml = 'Heart failure after knock-out of <i>SBX<sup>fl/fl</sup></i>';
  },
  abs_markup: (draft) => {
    draft.abstractXml =
      '<AbstractText>Body mass index was 31 kg/m<sup>2</sup>, SpO<sub>2</sub> 88% and <i>P</i> &lt; 0.05 &amp; falling; <b>no</b> stroke<u>s</u> occurred.</AbstractText>';
  },
  mathml: (draft) => {
    draft.titleXml = `A bound ${INEQUALITY} for AI in imaging.`;
    draft.abstractXml = `<AbstractText>We show that ${INEQUALITY} holds for each nodule, and that ${math('<mml:mi>α</mml:mi>')} does not matter.</AbstractText>`;
  },
  double_escaped: (draft) => {
    draft.titleXml = 'Lactate &amp;gt; 2 mmol/L and &lt;i&gt;in vitro&lt;/i&gt; markers of sepsis.';
    draft.abstractXml =
      '<AbstractText>Delay (&amp;lt; 1 h), H&amp;amp;E staining and 5 &amp;mu;g doses were written twice escaped.</AbstractText>';
  },
  entities: (draft) => {
    draft.titleXml = 'Tumour size &gt; 3&#160;cm &amp; stage in lung cancer: the &#x201C;rule of 3&#x201D;.';
  },
  cdata: (draft) => {
    draft.abstractXml = '<AbstractText><![CDATA[Values <5 & >2 stood in a CDATA section.]]></AbstractText>';
  },
  comment_inside: (draft) => {
    draft.titleXml = 'Stroke units<!-- a comment --> in rural hospitals<?sandbox instruction?>.';
  },
  looks_like_html: (draft) => {
    draft.titleXml = '&lt;script&gt;alert("sandbox")&lt;/script&gt; and {{braces}} in heart failure.';
    draft.keywords = ['<b>bold</b>', '"quoted"', 'a&b'];
  },
  bracket_title: (draft) => {
    draft.titleXml = '[Prognosis of stroke in small towns].';
    draft.languages = ['ger'];
    draft.vernacularXml = '';
  },
  bracket_title_note: (draft) => {
    draft.titleXml = '[Diabetes in the sandbox (author’s transl)].';
    draft.languages = ['fre'];
    draft.vernacularXml = 'Le diabète dans le bac à sable <i>(étude imaginaire)</i>';
  },
  empty_title: (draft) => {
    draft.titleXml = '';
  },
  title_not_available: (draft) => {
    draft.titleXml = '[Not Available].';
    draft.languages = ['spa'];
    draft.vernacularXml = 'Insuficiencia cardíaca: nota editorial';
  },
  no_abstract: (draft) => {
    draft.abstractXml = '';
    delete draft.extraXml.otherAbstracts;
  },
  empty_abstract_text: (draft) => {
    draft.abstractXml = '<AbstractText/>';
  },
  truncated_abstract: (draft) => {
    draft.abstractXml = text(
      'AbstractText',
      'The abstract breaks off in the middle of (ABSTRACT TRUNCATED AT 250 WORDS)',
    );
  },
  unassigned: (draft) => {
    draft.abstractXml =
      part('AIMS & SCOPE', 'UNASSIGNED', 'Labels of their own.') +
      part('WHAT’S NEW?', 'UNASSIGNED', 'The category is UNASSIGNED.');
  },
  label_empty: (draft) => {
    draft.abstractXml =
      part('', 'UNASSIGNED', 'A label that is empty.') + part('RESULTS', 'RESULTS', 'One that is not.');
  },
  label_without_category: (draft) => {
    draft.abstractXml =
      text('AbstractText', 'No NlmCategory here.', { Label: 'Background' }) +
      text('AbstractText', 'Nor here.', { Label: 'Main results' });
  },
  labelled_and_not: (draft) => {
    draft.abstractXml =
      text('AbstractText', 'An unlabelled paragraph first.') +
      part('METHODS', 'METHODS', 'Then a labelled one.') +
      text('AbstractText', 'Then again an unlabelled one.');
  },
  copyright: (draft) => {
    draft.abstractXml += text(
      'CopyrightInformation',
      `© ${yearOf(draft.created)} The Made-up Authors. CC BY 4.0.`,
    );
  },
  otherabstract: (draft) => {
    draft.extraXml.otherAbstracts =
      element('OtherAbstract', text('AbstractText', 'Les patients allaient mieux.'), {
        Type: 'Publisher',
        Language: 'fre',
      }) +
      element('OtherAbstract', text('AbstractText', 'People felt better.'), {
        Type: 'plain-language-summary',
        Language: 'eng',
      });
  },
  otherabs_only: (draft) => {
    draft.abstractXml = '';
    draft.extraXml.otherAbstracts = element(
      'OtherAbstract',
      part('目的', 'OBJECTIVE', '只有中文摘要的脓毒症研究。'),
      {
        Type: 'Publisher',
        Language: 'chi',
      },
    );
  },
  rare_characters: (draft) => {
    draft.titleXml =
      'Dose of 5\u00a0mg\u2009kg\u207b\u00b9\u200b in sep\u00adsis: \u{1d6fc}-blockade\u202f\ufeff, ﬁbrosis and 𠮷野.';
  },
  right_to_left: (draft) => {
    draft.titleXml = '[Heart failure in the sandbox].';
    draft.languages = ['ara'];
    draft.vernacularXml = 'قصور القلب في صندوق الرمل';
  },
  combining_marks: (draft) => {
    draft.titleXml = 'Sjo\u0308gren-like findings after e\u0301chographie in stroke.';
  },
  huge_abstract: (draft) => {
    draft.abstractXml = text(
      'AbstractText',
      `Sepsis bundle. ${'Every word of this long abstract counts. '.repeat(900)}`.trim(),
    );
  },
  long_title: (draft) => {
    draft.titleXml = `${'A very long title about intensive care that goes on, '.repeat(14)}and ends.`;
  },
  line_breaks: (draft) => {
    draft.titleXml = `\n                Intensive care\n                of the old:\ta survey.\n            `;
    draft.abstractXml = `\n  <AbstractText>\n    First line\n    second line.\n  </AbstractText>\n`;
  },
  multi_lang: (draft) => {
    draft.languages = ['eng', 'chi', 'fre'];
  },
  no_pages: (draft) => {
    draft.pages = '';
  },
  pages_odd: (draft) => {
    draft.pages = 'e12-9, discussion e19; quiz S1';
  },
  medlinedate: (draft) => {
    draft.pubDateXml = text('MedlineDate', `${yearOf(draft.created)} ${monthName(draft.created)}-Dec`);
  },
  medlinedate_years: (draft) => {
    draft.pubDateXml = text('MedlineDate', `${Number(yearOf(draft.created)) - 1}-${yearOf(draft.created)}`);
  },
  season: (draft) => {
    draft.pubDateXml = text('Year', yearOf(draft.created)) + text('Season', 'Summer');
  },
  medlinedate_season: (draft) => {
    draft.pubDateXml = text('MedlineDate', `Winter ${yearOf(draft.created)}`);
  },
  month_as_number: (draft) => {
    draft.pubDateXml =
      text('Year', yearOf(draft.created)) + text('Month', '07') + text('Day', dateOf(draft.created));
  },
  year_only: (draft) => {
    draft.pubDateXml = text('Year', yearOf(draft.created));
  },
  future_date: (draft) => {
    draft.pubDateXml = text('Year', String(Number(yearOf(draft.created)) + 1)) + text('Month', 'Jan');
  },
};
