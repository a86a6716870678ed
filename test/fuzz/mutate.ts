import fc from 'fast-check';

/** One act of damage. `at` and `size` are shares of the text. */
interface Damage {
  kind: 'cut' | 'delete' | 'double' | 'swap' | 'replace' | 'insert' | 'repeat' | 'splice';
  at: number;
  size: number;
  token: string;
}

/** What breaks parsers: marks of the formats, half of them, odd characters, lies. */
const tokens = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    '&',
    ';',
    '"',
    "'",
    '=',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '\\u',
    '\\u0000',
    '%',
  ],
  ...['<!--', '-->', '<![CDATA[', ']]>', '<?xml version="1.0"?>', '<?x', '?>', '<!DOCTYPE x [', ']>'],
  ...['<!DOCTYPE html>', '<html>', '<?xml version="1.0" encoding="utf-16"?>', '<!ENTITY a "&b;&b;">', '&a;'],
  ...[
    '&lt;',
    '&#0;',
    '&#x110000;',
    '&#xD800;',
    '&nbsp;',
    '&amp;amp;',
    '\u0000',
    '\u0008',
    '\uFEFF',
    '\uFFFF',
  ],
  ...[
    '\uD800',
    '\uDC00',
    '\u{1F600}',
    '\u2028',
    '\r',
    '\n',
    ' ',
    '0',
    '-1',
    '1e9',
    '99999999999999999999',
    'null',
  ],
  ...[
    '<ERROR>Unable to obtain query #1</ERROR>',
    '<Count>0</Count>',
    '<IdList/>',
    '<Id>0</Id>',
    '<Id>x</Id>',
  ],
  ...['"ERROR":"x",', '"error":"API rate limit exceeded",', '"count":"0",', '"idlist":[],', '"idlist":null,'],
  ...[
    '<PubmedArticleSet>',
    '</PubmedArticleSet>',
    '<PubmedArticleSet/>',
    '<PubmedArticle>',
    '</PubmedArticle>',
  ],
  ...[
    '<PMID Version="1">1</PMID>',
    '<PMID/>',
    '<i>',
    '</i>',
    '<script>',
    '<mml:math>',
    '<a href="x">',
    '__proto__',
  ],
  ...['<PubmedBookArticle>', '<MedlineCitation>', '</MedlineCitation>', '<DeleteCitation>', '<BookDocument>'],
];

const share = fc.double({ min: 0, max: 1, noNaN: true });

const damage: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('cut', 'delete', 'double', 'swap', 'replace', 'insert', 'repeat', 'splice'),
  at: share,
  // Small damage is the more interesting one.
  size: fc.oneof(
    share,
    share.map((one) => one * 0.05),
    share.map((one) => one * 0.005),
  ),
  token: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...tokens) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
  ),
});

function damaged(text: string, { kind, at, size, token }: Damage, other: string): string {
  const from = Math.floor(at * text.length);
  const to = Math.min(text.length, from + Math.ceil(size * text.length));
  const before = text.slice(0, from);
  const middle = text.slice(from, to);
  const after = text.slice(to);
  switch (kind) {
    case 'cut':
      return before;
    case 'delete':
      return before + after;
    case 'double':
      return before + middle + middle + after;
    case 'swap':
      return before + after + middle;
    case 'replace':
      return before + token + after;
    case 'insert':
      return before + token + middle + after;
    case 'repeat':
      return before + token.repeat(300) + middle + after;
    default:
      return before + other.slice(Math.floor(size * other.length)) + after;
  }
}

/** Texts that began as one of `seeds` and were damaged one to five times; some stay whole, some were never any of them. */
export const damagedTexts = (seeds: readonly string[]): fc.Arbitrary<string> => {
  const seed = fc.constantFrom(...seeds);
  const spoilt = fc
    .tuple(seed, seed, fc.array(damage, { minLength: 1, maxLength: 5 }))
    .map(([text, other, damages]) => damages.reduce((left, one) => damaged(left, one, other), text));
  return fc.oneof(
    { weight: 90, arbitrary: spoilt },
    { weight: 4, arbitrary: seed },
    { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    {
      weight: 3,
      arbitrary: fc.array(fc.constantFrom(...tokens), { maxLength: 30 }).map((parts) => parts.join('')),
    },
  );
};

/** `FUZZ_SEED` and `FUZZ_RUNS` repeat or lengthen a run; fast-check names the seed of one that fails. */
export const fuzzRuns = (numRuns: number): fc.Parameters<unknown> => {
  const seed = process.env['FUZZ_SEED'];
  return {
    numRuns: Number(process.env['FUZZ_RUNS'] ?? numRuns),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
};
