import { expect, test } from 'vitest';
import { classifyRefusal, oneLine, parseReply, type SmtpPhase } from './smtp-reply.ts';

type Row = [
  phase: SmtpPhase,
  response: string,
  verdict: string,
  permanent: boolean,
  retrySeconds?: number | null,
];

/** What real servers write, and who is to blame for it. */
const rows: Row[] = [
  // The greeting and the set-up.
  [
    'greeting',
    '421 4.3.2 Service not available, closing transmission channel',
    'mailbox:connection',
    false,
    60,
  ],
  [
    'greeting',
    '554 5.7.1 Service unavailable; Client host [1.2.3.4] blocked using zen.spamhaus.org',
    'mailbox:policy',
    true,
  ],
  ['greeting', '554 No SMTP service here', 'mailbox:policy', true],
  ['greeting', '421 HL:ICC smtp2,too many concurrent connections', 'mailbox:limit', false],
  ['tls', '454 4.7.0 TLS not available due to temporary reason', 'mailbox:tls', false],
  ['mail', '530 5.7.0 Must issue a STARTTLS command first.', 'mailbox:tls', true],

  // Logging in.
  [
    'auth',
    '535 5.7.8 Username and Password not accepted. For more information, go to https://…',
    'mailbox:auth',
    true,
  ],
  [
    'auth',
    '534-5.7.9 Application-specific password required.\n534 5.7.9 https://support.google.com',
    'mailbox:auth',
    true,
  ],
  [
    'auth',
    '535 Login Fail. Please enter your authorization code to login. More information in…',
    'mailbox:auth',
    true,
  ],
  ['auth', '535 Error: authentication failed', 'mailbox:auth', true],
  ['auth', '550 User has no permission', 'mailbox:auth', true],
  [
    'auth',
    '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
    'mailbox:auth',
    true,
  ],
  ['auth', '454 4.7.0 Too many login attempts, please try again later.', 'mailbox:limit', false, 600],
  ['auth', '454 4.7.0 Temporary authentication failure', 'mailbox:auth', false],
  ['auth', '421 4.7.0 Try again later, closing connection.', 'mailbox:connection', false],
  ['mail', '530 5.7.0 Authentication Required.', 'mailbox:auth', true],

  // The sender.
  ['mail', '553 Mail from must equal authorized user', 'mailbox:sender', true],
  ['mail', '501 mail from address must be same as authorization user', 'mailbox:sender', true],
  [
    'mail',
    '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
    'mailbox:sender',
    true,
  ],
  ['mail', '550 5.1.8 Access denied, bad outbound sender', 'mailbox:sender', true],
  ['mail', '550 5.1.0 Address rejected', 'mailbox:sender', true],
  ['body', '554 5.2.252 SendAsDenied; a@x.org not allowed to send as b@x.org', 'mailbox:sender', true],
  ['body', '554 DT:SUM smtp9, envelope sender and header sender mismatch', 'mailbox:sender', true],

  // Limits pass, whatever class their code has.
  [
    'mail',
    '550 5.4.5 Daily user sending limit exceeded. For more information…',
    'mailbox:limit',
    false,
    4 * 3600,
  ],
  ['body', '550-5.4.5 Daily user sending limit\n550 5.4.5 exceeded', 'mailbox:limit', false, 4 * 3600],
  [
    'rcpt',
    "550 5.1.90 Your message can't be sent because you've reached your daily limit for message recipients",
    'mailbox:limit',
    false,
  ],
  ['mail', '432 4.3.2 STOREDRV.ClientSubmit; Concurrent connections limit exceeded', 'mailbox:limit', false],
  ['mail', '550 Sender frequency limited', 'mailbox:limit', false],
  ['mail', '450 MI:CEL smtp1, too many', 'mailbox:limit', false],
  [
    'body',
    '421 4.7.28 Our system has detected an unusual rate of messages; rate limited',
    'mailbox:limit',
    false,
  ],
  ['mail', '451 4.7.500 Server busy. Please try again later', 'mailbox:limit', false],
  ['mail', '451 4.7.1 Too many messages, try again in 30 minutes', 'mailbox:limit', false, 1800],

  // Policy and the server's own trouble.
  ['rcpt', '554 5.7.1 <a@b.org>: Relay access denied', 'mailbox:policy', true],
  ['rcpt', '550 relay not permitted', 'mailbox:policy', true],
  ['rcpt', "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", 'mailbox:policy', true],
  [
    'body',
    '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP',
    'mailbox:policy',
    true,
  ],
  ['mail', '554 5.7.1 Rejected for policy reasons', 'mailbox:policy', true],
  ['rcpt', '452 4.3.1 Insufficient system storage', 'mailbox:server', false],
  ['mail', '452 Insufficient system storage', 'mailbox:server', false],
  ['body', '451 4.3.0 Error: queue file write error', 'mailbox:server', false],
  ['mail', '503 Error: nested MAIL command', 'mailbox:server', false],
  ['data', '451 Requested action aborted: local error in processing', 'mailbox:server', false],
  ['data', '421 Closing', 'mailbox:connection', false],

  // The recipient.
  [
    'rcpt',
    '550 5.1.1 <a@b.org>: Recipient address rejected: User unknown in local recipient table',
    'recipient',
    true,
    null,
  ],
  ['rcpt', '550 Mailbox not found. http://service.mail.qq.com', 'recipient', true, null],
  ['rcpt', 'sorry', 'recipient', false],
  ['rcpt', '553 sorry, no mailbox here by that name (#5.1.1)', 'recipient', true, null],
  ['rcpt', '452 4.2.2 Mailbox full', 'recipient', false, 900],
  ['rcpt', '552 5.2.2 The email account that you tried to reach is over quota', 'recipient', true, null],
  ['rcpt', '552 Requested mail action aborted: exceeded storage allocation', 'recipient', true, null],
  ['body', '550 5.1.1 user unknown', 'recipient', true, null],
  ['body', '552 5.2.2 over quota', 'recipient', true, null],
  [
    'rcpt',
    '451 4.7.1 <a@b.org>: Recipient address rejected: Greylisted, please try again in 300 seconds',
    'recipient',
    false,
    300,
  ],
  ['rcpt', '450 4.2.0 greylisting in effect', 'recipient', false],
  [
    'rcpt',
    '450 4.2.1 The user you are trying to contact is receiving mail at a rate that…',
    'recipient',
    false,
  ],
  ['rcpt', '550 5.4.1 Recipient address rejected: Access denied', 'recipient', true, null],
  ['rcpt', '450 4.4.4 Host not found', 'recipient', false],

  // The message itself.
  ['mail', '552 5.3.4 Message size exceeds fixed limit', 'size', true, null],
  ['mail', '552 size limit', 'size', true, null],
  ['body', '552 5.3.4 Error: message file too big', 'size', true, null],
  ['body', '552 Message exceeds fixed maximum message size', 'size', true, null],
  ['body', '554 DT:SPM 163 smtp13,DsCowAB3v9m2', 'content', true, null],
  ['body', '451 DT:SPM please try again', 'content', false],
  [
    'body',
    '550 5.7.1 Our system has detected that this message is likely unsolicited mail',
    'content',
    true,
    null,
  ],
  [
    'body',
    '552 5.7.0 This message was blocked because its content presents a potential security issue',
    'content',
    true,
    null,
  ],
  ['body', '550 Mail content denied', 'content', true, null],
  ['body', '554 Transaction failed', 'content', true, null],
  ['body', '554 5.6.0 Malformed message', 'content', true, null],
];

test.each(rows)('%s: %s → %s', (phase, response, verdict, permanent, retrySeconds) => {
  const refused = classifyRefusal({ phase, response });
  const blamed =
    refused.kind === 'recipient-refused'
      ? 'recipient'
      : refused.kind === 'message-refused'
        ? refused.cause
        : `mailbox:${refused.cause}`;
  expect({ blamed, permanent: refused.permanent }).toEqual({ blamed: verdict, permanent });
  if (retrySeconds !== undefined) {
    expect(refused.retryAfterMs).toBe(retrySeconds === null ? null : retrySeconds * 1000);
  } else if (refused.kind === 'mailbox-failed' || !permanent) {
    expect(refused.retryAfterMs).toBeGreaterThan(0);
  }
});

test('a reply of several lines becomes one line with its codes read once', () => {
  expect(
    parseReply('550-5.1.1 The email account\r\n550-5.1.1 that you tried\r\n550 5.1.1 does not exist'),
  ).toEqual({
    code: 550,
    enhanced: '5.1.1',
    line: '550-5.1.1 The email account that you tried does not exist',
  });
  expect(parseReply('what?')).toEqual({ code: null, enhanced: null, line: 'what?' });
  expect(parseReply('550 5.1.1234 x').enhanced).toBeNull();
});

test('a reply is shortened and loses its control characters', () => {
  expect(oneLine(`550 a\u0000\u001b[31mb${'x'.repeat(9000)}`)).toHaveLength(500);
  expect(oneLine('550 a\u0000\u001b[31mb')).toBe('550 a [31mb');
});

test('a named waiting time is capped at a day', () => {
  const refused = classifyRefusal({
    phase: 'rcpt',
    response: '450 4.7.1 Greylisted, come back in 900 hours',
  });
  expect(refused.retryAfterMs).toBe(24 * 3_600_000);
});
