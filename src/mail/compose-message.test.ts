import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { composeMessage, type MessageParts } from './compose-message.ts';

const parts: MessageParts = {
  to: 'reader@example.org',
  subject: '3 篇新文献：脓毒症 – “β-lactams” & more',
  html: '<p>一、Sepsis\n.leading dot</p>',
  text: '一、Sepsis\n.leading dot\nFrom here',
  messageId: '<made-up-1@litpush.example.org>',
  date: new Date('2026-11-24T08:00:00Z'),
  listUnsubscribe: { page: 'https://litpush.example.org/u/t', oneClick: 'https://litpush.example.org/u/t' },
  listId: 'subscription-7.litpush.example.org',
};
const bytes = (change: Partial<MessageParts> = {}) => composeMessage({ ...parts, ...change });
const head = (message: Buffer) => message.toString('latin1').split('\r\n\r\n')[0] ?? '';
const withSender = (message: Buffer) => Buffer.concat([Buffer.from('From: x@example.org\r\n'), message]);

describe('a composed message', () => {
  it('comes out of a mail program as it went in', async () => {
    const read = await simpleParser(withSender(bytes()));
    expect(read.subject).toBe(parts.subject);
    expect(read.text?.replace(/\r\n/g, '\n').trimEnd()).toBe(parts.text);
    expect(read.html).toContain('一、Sepsis');
    expect(read.messageId).toBe(parts.messageId);
    expect(read.date).toEqual(parts.date);
    expect([read.to].flat()[0]?.text).toBe('reader@example.org');
    expect(read.headers.get('auto-submitted')).toBe('auto-generated');
  });

  it('has the same bytes each time, and other boundaries under another Message-ID', () => {
    expect(bytes()).toEqual(bytes());
    const boundary = (message: Buffer) => /boundary="?([^"\s]+)/.exec(head(message))?.[1];
    expect(boundary(bytes())).toBeDefined();
    expect(boundary(bytes())).not.toBe(boundary(bytes({ messageId: '<made-up-2@litpush.example.org>' })));
  });

  it('is ASCII, in lines that no server breaks, none of them a dot alone', () => {
    const long = 'x'.repeat(40_000);
    const message = bytes({ html: long, text: `.\n${long}`, subject: '脓'.repeat(300) }).toString('latin1');
    expect(message).toMatch(/^[\t\r\n\x20-\x7e]*$/);
    const lines = message.split('\r\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
    expect(lines).not.toContain('.');
    expect(message.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('lets nothing add a header', async () => {
    const message = bytes({
      subject: 'A\r\nBcc: victim@example.org\r\n\r\nbody',
      to: { name: 'Evil"\r\nCc: victim@example.org', address: 'reader@example.org' },
      listId: 'x\r\nX-Added: 1',
    });
    const names = head(message)
      .split(/\r\n(?![ \t])/)
      .map((line) => line.split(':')[0]?.toLowerCase());
    for (const name of ['bcc', 'cc', 'x-added']) expect(names).not.toContain(name);
    const read = await simpleParser(withSender(message));
    expect([read.to].flat().flatMap((to) => to?.value ?? [])).toHaveLength(1);
    expect(read.text?.trimEnd().replace(/\r\n/g, '\n')).toBe(parts.text);
  });

  it('offers one click over https alone', () => {
    expect(head(bytes())).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(head(bytes())).toContain('List-Unsubscribe: <https://litpush.example.org/u/t>');
    const page = 'http://localhost:5003/u/t';
    const plain = head(bytes({ listUnsubscribe: { page, oneClick: page } }));
    expect(plain).not.toContain('List-Unsubscribe-Post');
    expect(plain).toContain(`List-Unsubscribe: <${page}>`);
    expect(head(bytes({ listUnsubscribe: null }))).not.toContain('List-Unsubscribe');
  });
});
