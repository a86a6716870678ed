import { describe, expect, it } from 'vitest';
import { escapeHtml, html, safeHtml } from './html.ts';

describe('html', () => {
  it('escapes what it is given, between tags and in attributes', () => {
    const name = `"><script>alert('x')</script>&amp;`;
    expect(String(html`<a title="${name}">${name}</a>`)).toBe(
      `<a title="${escapeHtml(name)}">${escapeHtml(name)}</a>`,
    );
    expect(escapeHtml(name)).toBe('&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;');
  });

  it('keeps what is HTML already, once', () => {
    const inner = html`<i>${'a & b'}</i>`;
    expect(String(html`<p>${inner}${safeHtml('<b>c</b>')}</p>`)).toBe('<p><i>a &amp; b</i><b>c</b></p>');
  });

  it('takes no look-alike for HTML', () => {
    const fromOutside = JSON.parse('{"html":"<b>x</b>","source":"<b>x</b>"}');
    expect(() => String(html`${fromOutside}`)).toThrow();
  });

  it('leaves out what is absent and joins lists', () => {
    expect(String(html`[${null}${undefined}${false}${0}${['<', html`<br>`, ['>']]}]`)).toBe(
      '[0&lt;<br>&gt;]',
    );
  });

  it('drops its own indentation and keeps that of values', () => {
    const value = 'a\n    b';
    expect(
      String(html`<p>
        ${value}
      </p>`),
    ).toBe('<p>\na\n    b\n</p>');
  });
});
