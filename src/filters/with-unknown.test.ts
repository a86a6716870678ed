import { expect, it } from 'vitest';
import { Filters } from '../contract/filters.ts';
import { withUnknown } from './with-unknown.ts';

it('changes what every rule does with the unknown, however deep it stands, and nothing else', () => {
  const filters = Filters.parse({
    all: [
      { rule: 'no-abstract' },
      { any: [{ rule: 'impact-factor', min: 5 }, { not: { rule: 'cas-top', unknown: 'drop' } }] },
      { all: [{ rule: 'words-not', words: ['mice'] }] },
    ],
  });
  expect(withUnknown(filters, 'mark')).toEqual({
    all: [
      { rule: 'no-abstract' },
      {
        any: [
          { rule: 'impact-factor', min: 5, unknown: 'mark' },
          { not: { rule: 'cas-top', unknown: 'mark' } },
        ],
      },
      {
        all: [
          { rule: 'words-not', words: ['mice'], where: ['title', 'abstract', 'keywords'], unknown: 'mark' },
        ],
      },
    ],
  });
});
