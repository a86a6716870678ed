import type { Cause, FilterNode, FilterRule, RuleName } from '../contract/filters.ts';
import type { MetricSource } from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';
import { sourceNames } from '../journals/field-names.ts';
import { figureRules, ruleWords } from './rule-words.ts';

const words = {
  en: {
    unknown: (what: string) => `${what} not known`,
    mark: (what: string) => `${what} unknown`,
    not: (what: string) => `not (${what})`,
    because: (what: string, value: string) => `${what} (${value})`,
    asked: (what: string, asked: string) => `${what}, asked for: ${asked}`,
    edition: (what: string, edition: string) => `${what} (${edition})`,
    and: ' and ',
    or: ' or ',
    list: ', ',
    group: (inner: string) => `(${inner})`,
    best: '',
    worst: ' in every field',
    in: (category: string) => ` in ${category}`,
    major: '',
  },
  zh: {
    unknown: (what: string) => `${what}未知`,
    mark: (what: string) => `${what}未知`,
    not: (what: string) => `非（${what}）`,
    because: (what: string, value: string) => `${what}（${value}）`,
    asked: (what: string, asked: string) => `${what}，要求 ${asked}`,
    edition: (what: string, edition: string) => `${what}（${edition}）`,
    and: '且',
    or: '或',
    list: '、',
    group: (inner: string) => `（${inner}）`,
    best: '',
    worst: '（所有类别）',
    in: (category: string) => `（${category}）`,
    major: '',
  },
};

/** Filters, or a part of them, in words: `CAS zone 1 or JCR quartile Q1`. */
export function describeNode(node: FilterNode, locale: Locale): string {
  if ('rule' in node) return describeRule(node, locale);
  const say = words[locale];
  if ('not' in node) return say.not(describeNode(node.not, locale));
  const [nodes, join] = 'all' in node ? [node.all, say.and] : [node.any, say.or];
  const parts = nodes.map((one) =>
    'rule' in one || 'not' in one ? describeNode(one, locale) : say.group(describeNode(one, locale)),
  );
  return parts.reduce((all, part) => abut(abut(all, join), part));
}

/** Puts words together; in Chinese a blank stands between a character and a Latin word or number, and nowhere else. */
function abut(left: string, right: string): string {
  const meets = (a: RegExp, b: RegExp) => a.test(left) && b.test(right);
  const needsBlank =
    meets(/\p{Script=Han}$/u, /^[\p{Script=Latin}\d≥≤]/u) ||
    meets(/[\p{Script=Latin}\d]$/u, /^\p{Script=Han}/u);
  return `${left}${needsBlank ? ' ' : ''}${right}`;
}

const listed = ['types', 'languages', 'journals', 'authors', 'words', 'species'] as const;
/** A long list is not a sentence. */
const mostListed = 5;

function describeRule(rule: FilterRule, locale: Locale): string {
  const parts = rule as Record<string, unknown>;
  const list = listed.flatMap((part) => (Array.isArray(parts[part]) ? (parts[part] as string[]) : []));
  const shown = list.slice(0, mostListed).join(words[locale].list) + (list.length > mostListed ? ' …' : '');
  return abut(ruleWords[rule.rule].asks[locale], shown || askedInWords(rule.rule, parts, locale));
}

/** `≥ 5`, `2–5`, `Q1, Q2`, `1、2 区`. */
function askedInWords(rule: string, asked: Record<string, unknown>, locale: Locale): string {
  const { min, max, in: places, of } = asked;
  if (Array.isArray(places)) {
    const say = words[locale];
    const letter = rule === 'cas-zone' ? '' : 'Q';
    const text = places.map((place) => `${letter}${place}`).join(say.list);
    const zone = rule === 'cas-zone' && locale === 'zh' ? ' 区' : '';
    const where =
      typeof of === 'object' && of !== null && 'category' in of
        ? say.in(String(of.category))
        : of === 'worst'
          ? say.worst
          : '';
    return `${text}${zone}${where}`;
  }
  if (min !== undefined && max !== undefined) return `${min}–${max}`;
  if (min !== undefined) return `≥ ${min}`;
  return max === undefined ? '' : `≤ ${max}`;
}

const isSource = (name: string): name is MetricSource => Object.hasOwn(sourceNames, name);
const isRule = (name: string): name is RuleName => Object.hasOwn(ruleWords, name);

/** Why a paper was set aside, in words: `impact factor 2.8, asked for: ≥ 5 (JCR 2024)`. Knows rules of later versions by their name only. */
export function describeCause(cause: Cause, locale: Locale): string {
  const { rule, value } = cause;
  const say = words[locale];
  if (!isRule(rule)) return value === null ? rule : say.because(rule, value);
  const { subject, fails, asks } = ruleWords[rule];
  const edition = editionInWords(cause.edition, locale);
  const within = (text: string) => (edition === null ? text : say.edition(text, edition));
  if (cause.unknown) return within(say.unknown(subject[locale]));
  if (!figureRules.has(rule)) {
    const what = cause.negated ? say.not(asks[locale].trim()) : fails[locale];
    return value === null ? within(what) : say.because(what, value);
  }
  const asked = askedInWords(rule, cause.asked ?? {}, locale);
  const seen = `${subject[locale]} ${value ?? ''}`.trim();
  return within(say.asked(seen, cause.negated ? say.not(asked) : asked));
}

/** On a paper that is kept though a rule does not know: `impact factor unknown`. */
export const markLabel = ({ rule }: Cause, locale: Locale): string =>
  words[locale].mark(isRule(rule) ? ruleWords[rule].subject[locale] : rule);

/** `jcr 2024` as people call it. */
function editionInWords(edition: string | undefined, locale: Locale): string | null {
  if (edition === undefined) return null;
  const [source = '', year = ''] = edition.split(' ');
  return `${isSource(source) ? sourceNames[source][locale] : source} ${year}`;
}
