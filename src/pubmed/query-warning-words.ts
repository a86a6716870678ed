import type { Bilingual, Locale } from '../contract/locale.ts';
import type { QueryWarning } from './query-warnings.ts';

const warnings: Readonly<Record<QueryWarning['kind'], Bilingual>> = {
  'lower-case-operator': {
    en: 'PubMed reads operators in capitals only; “{text}” is ignored.',
    zh: 'PubMed 只识别大写的运算符，“{text}”会被忽略。',
  },
  'mixed-operators': {
    en: 'AND and OR are read from left to right; parentheses make the order clear ({text}).',
    zh: 'AND 与 OR 按从左到右的顺序计算，建议加括号（{text}）。',
  },
  'unknown-tag': {
    en: 'PubMed lists no field {text}; it may search all fields instead.',
    zh: 'PubMed 没有字段 {text}，可能会改为检索所有字段。',
  },
  'short-truncation': {
    en: 'PubMed asks for at least four characters before *: {text}',
    zh: '截词符 * 之前至少需要四个字符：{text}',
  },
  'replaced-signs': {
    en: 'Full-width signs were replaced: {text}',
    zh: '全角符号已替换为半角：{text}',
  },
};

export const warningInWords = ({ kind, text }: QueryWarning, locale: Locale): string =>
  warnings[kind][locale].replace('{text}', () => text);
