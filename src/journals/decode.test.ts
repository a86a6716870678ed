import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');
/** `期刊名称,中科院`, as Windows saves it. */
const gbk = Buffer.from('c6dabfafc3fbb3c62cd6d0bfc6d4ba', 'hex');

describe('the text of a file', () => {
  it.each([
    ['utf-8', Buffer.from('期刊,é'), '期刊,é'],
    ['utf-8', Buffer.from('\ufeff期刊'), '期刊'],
    ['utf-16le', utf16('期刊'), '期刊'],
    ['utf-16be', utf16('期刊').swap16(), '期刊'],
    ['gb18030', gbk, '期刊名称,中科院'],
    [
      'windows-1252',
      Buffer.from('Revista Española de Cardiología', 'latin1'),
      'Revista Española de Cardiología',
    ],
  ])('is read as %s', (encoding, bytes, text) => {
    expect(decode(bytes)).toEqual({ encoding, text });
  });

  it('stays UTF-8 where one letter was cut', () => {
    const bytes = Buffer.concat([
      Buffer.from('中华医学杂志'.repeat(20)),
      Buffer.from([0xe4, 0xb8]),
      Buffer.from(',1'),
    ]);
    const { encoding, text } = decode(bytes);
    expect(encoding).toBe('utf-8');
    expect(text).toContain('\ufffd,1');
  });

  it('is none where there are NULs', () => {
    expect(() => decode(Buffer.from([0x4d, 0x5a, 0, 1, 2]))).toThrow('not a table');
  });
});
