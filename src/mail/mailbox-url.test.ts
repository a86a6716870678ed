import { describe, expect, it } from 'vitest';
import { parseMailboxUrl } from './mailbox-url.ts';

describe('the address of a mailbox', () => {
  it.each([
    [
      'smtp://me%40x.org:p%2Fw@h.org',
      { host: 'h.org', port: 587, username: 'me@x.org', password: 'p/w', from_address: 'me@x.org' },
    ],
    ['smtps://me%40x.org:pw@h.org', { port: 465, security: 'tls' }],
    [
      'smtp://[::1]:2525?from=a@x.org',
      { host: '::1', port: 2525, username: null, password: null, from_address: 'a@x.org' },
    ],
    ['smtp://h.org?from=a@x.org&security=none', { security: 'none' }],
  ])('%s', (url, expected) => {
    expect(parseMailboxUrl(url)).toMatchObject(expected);
  });

  it.each([
    'h.org',
    'http://me@h.org',
    'smtp://h.org',
    'smtp://user@h.org?from=nobody',
    'smtp://me%40x.org:pw@h.org?security=maybe',
    // A sign that was not written as %2F, %23 or %25 would make `ss` the host, or cut the password.
    'smtp://me@x.org:p@ss/w@h.org',
    'smtp://me%40x.org:pw@h.org#x',
    'smtp://me%40x.org:p%zz@h.org',
  ])('is refused without being repeated: %s', (url) => {
    expect(() => parseMailboxUrl(url)).toThrow(expect.objectContaining({ code: 'option-wrong' }));
    expect(() => parseMailboxUrl(url)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining(url) }),
    );
  });
});
