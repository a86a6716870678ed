import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../html.ts';
import { bytesOf, lineHtml, plainOf, shortenHtml } from './digest-shorten.ts';

/** Text with the markup that PubMed has, properly nested. */
const richHtml = fc.letrec<{ html: string }>((tie) => ({
  html: fc
    .array(
      fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary', maxLength: 30 }).map(escapeHtml),
        fc.constantFrom('Words of a sentence. ', '脓毒症患者的预后。', '10 &lt; 20 &amp; so on ', '🧬🧬🧬'),
        fc
          .tuple(fc.constantFrom('i', 'b', 'u', 'sup', 'sub'), tie('html'))
          .map(([tag, inner]) => `<${tag}>${inner}</${tag}>`),
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
})).html;

describe('shortenHtml', () => {
  it('keeps to its bytes, closes what it opened and never cuts inside a tag, an entity or a pair', () => {
    fc.assert(
      fc.property(richHtml, fc.integer({ min: 4, max: 300 }), (html, max) => {
        const cut = shortenHtml(html, max);
        if (bytesOf(html) <= max) {
          expect(cut).toBe(html);
          return;
        }
        expect(bytesOf(cut)).toBeLessThanOrEqual(max);
        expect(cut.endsWith('…')).toBe(true);
        const open: string[] = [];
        for (const [, slash, tag] of cut.matchAll(/<(\/?)([a-z]+)>/g)) {
          if (slash) expect(open.pop()).toBe(tag);
          else open.push(tag ?? '');
        }
        expect(open).toEqual([]);
        expect(cut.replace(/<\/?(?:i|b|u|sup|sub)>|&(?:amp|lt|gt|quot|#39);/g, '')).not.toMatch(/[<>&"']/);
        expect(html.isWellFormed() ? cut.isWellFormed() : true).toBe(true);
        // What is left is the beginning of what was there.
        const [before, after] = [html, cut].map((source) => source.replace(/<[^>]*>/g, ''));
        expect(before?.startsWith(after?.replace(/ ?…$/, '') ?? '?')).toBe(true);
      }),
      { numRuns: 300, examples: [['<sup>1</sup>'.repeat(50), 40]] },
    );
  });

  it('prefers the end of a sentence, then of a word', () => {
    expect(shortenHtml('One two three. Four five six seven eight.', 23)).toBe('One two three. …');
    expect(shortenHtml('One two three four five six seven eight', 21)).toBe('One two three…');
    expect(shortenHtml('第一句话在这里。第二句话也在这里，但是长得多。', 36)).toBe('第一句话在这里。…');
    expect(shortenHtml('Pneumonoultramicroscopic', 12)).toBe('Pneumono…');
    expect(shortenHtml('See <b>the <i>very long</i> words</b> here', 36)).toBe(
      'See <b>the <i>very long</i></b>…',
    );
  });

  it('ends quickly on nests of tags', () => {
    const nest = `${'<i>'.repeat(60_000)}x${'</i>'.repeat(60_000)}`;
    expect(bytesOf(shortenHtml(nest, 99_000))).toBeLessThanOrEqual(99_000);
  });
});

describe('lineHtml', () => {
  it('escapes, takes out line breaks and what turns the direction of the text', () => {
    expect(lineHtml(' a\r\nBcc: x\u202e<b>&"\u0000 ', 100)).toBe('a Bcc: x &lt;b&gt;&amp;&quot;');
    expect(bytesOf(lineHtml('"'.repeat(1000), 100))).toBeLessThanOrEqual(100);
  });
});

describe('plainOf', () => {
  it('gives the characters back and keeps a power a power', () => {
    expect(plainOf('<i>p</i> &lt; 0.05 &amp; 2&#39;')).toBe("p < 0.05 & 2'");
    expect(plainOf('10<sup>-3</sup> to 10<sup>5</sup>/L, H<sub>2</sub>O, GeneReviews<sup>®</sup>')).toBe(
      '10^-3 to 10^5/L, H2O, GeneReviews®',
    );
    expect(plainOf('&amp;lt;b&amp;gt;')).toBe('&lt;b&gt;');
  });
});
