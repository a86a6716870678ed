const special = /[&<>"']/;
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe between tags and inside a quoted attribute. */
export const escapeHtml = (text: string): string =>
  special.test(text) ? text.replace(/[&<>"']/g, (character) => entities[character] ?? character) : text;

/** HTML that may be sent as it is. Only `html` and `safeHtml` make one, so no JSON from outside can pass for it. */
export class Html {
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  toString(): string {
    return this.#source;
  }
}

/** For HTML that is known to be safe: a `RichText.html` of the parser, a style sheet of ours. */
export const safeHtml = (source: string): Html => new Html(source);

export type HtmlValue = string | number | Html | null | undefined | false | readonly HtmlValue[];

/**
 * A template whose values are escaped, unless they are `Html` already: between tags or inside a *quoted* attribute,
 * nowhere else (no value belongs into a script, a style or a tag's name). `null`, `undefined` and `false` give nothing,
 * a list its members. The indentation of the source is left out, so that it costs no bytes.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const fixed = fixedParts(strings);
  let source = fixed[0] ?? '';
  for (let at = 0; at < values.length; at++) source += sourceOf(values[at]) + fixed[at + 1];
  return new Html(source);
}

function sourceOf(value: HtmlValue): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'number' || value instanceof Html) return String(value);
  let source = '';
  for (const member of value) source += sourceOf(member);
  return source;
}

/** One entry per place in the source, so each template is tidied once. */
const tidied = new WeakMap<TemplateStringsArray, string[]>();

function fixedParts(strings: TemplateStringsArray): string[] {
  let fixed = tidied.get(strings);
  if (fixed === undefined) {
    fixed = strings.map((part) => part.replace(/\n\s+/g, '\n'));
    tidied.set(strings, fixed);
  }
  return fixed;
}
