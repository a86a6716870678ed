import type { Bilingual } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { checkQuery, longestQuery, type QueryProblem } from '../pubmed/query.ts';

const words: Readonly<Record<QueryProblem['kind'], Bilingual>> = {
  empty: { en: 'it holds no word to search for', zh: '没有可检索的词' },
  'too-long': {
    en: `it is longer than ${longestQuery} characters`,
    zh: `长度超过 ${longestQuery} 个字符`,
  },
  'unclosed-quote': { en: 'a quotation mark is not closed', zh: '引号未闭合' },
  brackets: { en: 'the brackets of a field tag do not fit', zh: '字段标记的方括号不匹配' },
  parentheses: { en: 'the parentheses do not fit', zh: '圆括号不匹配' },
  'empty-parentheses': { en: 'there is nothing between two parentheses', zh: '圆括号内没有内容' },
  'tag-without-term': { en: 'a field tag stands without a word before it', zh: '字段标记前缺少检索词' },
  'leading-operator': { en: 'it begins with an operator', zh: '以运算符开头' },
  'trailing-operator': { en: 'it ends with an operator', zh: '以运算符结尾' },
  'double-operator': { en: 'two operators stand side by side', zh: '两个运算符相连' },
  'history-reference': {
    en: 'it refers to an earlier search (#1), which only PubMed’s website knows',
    zh: '引用了历史检索（#1），该功能仅在 PubMed 网站可用',
  },
};

/**
 * Refuses what cannot be sent to PubMed, and what PubMed would repair by guessing.
 *
 * @throws {Refusal} `query-wrong`, with what is wrong and where.
 */
export function refuseWrongQuery(query: string): void {
  const problem = checkQuery(query);
  if (problem === null) return;
  const { en, zh } = words[problem.kind];
  const { near } = problem;
  throw new Refusal('query-wrong', {
    reason: near ? { en: `${en}, at “${near}”`, zh: `${zh}，位于“${near}”` } : { en, zh },
  });
}
