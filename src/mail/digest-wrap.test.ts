import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWide } from './digest-shorten.ts';
import { wrap } from './digest-wrap.ts';

const columns = (line: string): number =>
  Array.from(line).reduce((sum, sign) => sum + (isWide(sign.codePointAt(0) ?? 0) ? 2 : 1), 0);

describe('wrap', () => {
  it('keeps lines to 76 columns and every word', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 12 }),
      fc.constant('脓毒症'),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 80 }), (words) => {
        const text = words.join(' ').replace(/ +/g, ' ').trim();
        const wrapped = wrap(text);
        for (const line of wrapped.split('\n')) expect(columns(line)).toBeLessThanOrEqual(76);
        expect(wrapped.replace(/[\n ]/g, '')).toBe(text.replace(/ /g, ''));
      }),
      { numRuns: 200 },
    );
  });

  it('breaks Chinese between characters, but not before a full stop, and leaves a long address whole', () => {
    const chinese = `${'脓'.repeat(38)}。${'毒'.repeat(40)}`;
    const [first = '', second = ''] = wrap(chinese).split('\n');
    expect(first).toBe('脓'.repeat(37));
    expect(second.startsWith('脓。')).toBe(true);
    const address = `https://example.org/${'x'.repeat(200)}`;
    expect(wrap(`See ${address} now`)).toBe(`See\n${address}\nnow`);
  });
});
