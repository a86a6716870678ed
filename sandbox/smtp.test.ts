import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outbox } from './outbox.ts';
import { createOutbox } from './outbox.ts';
import type { SmtpFault } from './smtp-faults.ts';
import { type Sink, startSink } from './smtp-sink.ts';

let outbox: Outbox;
let sink: Sink;
beforeEach(async () => {
  outbox = createOutbox();
  sink = await startSink({ outbox });
});
afterEach(() => sink.stop());

/** The lines that the server has said and not been asked for yet; `closed` when it hung up. */
interface Talk {
  /** Sends a line (or several at once) and gives the reply, one or more lines. */
  say(line: string): Promise<string>;
  /** Sends without waiting. */
  send(text: string): void;
  reply(): Promise<string>;
  end(): void;
}

function talk(port: number): Talk {
  const socket: Socket = connect(port, '127.0.0.1');
  let received = '';
  let closed = false;
  let wake = (): void => {};
  socket.setEncoding('utf8').on('data', (text) => {
    received += text;
    wake();
  });
  socket
    .on('error', () => {})
    .on('close', () => {
      closed = true;
      wake();
    });
  async function reply(): Promise<string> {
    for (;;) {
      const [whole] = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(received) ?? [];
      if (whole !== undefined) {
        received = received.slice(whole.length);
        return whole.trim();
      }
      if (closed) return 'closed';
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return {
    reply,
    send: (text) => socket.write(text),
    say(line) {
      socket.write(`${line}\r\n`);
      return reply();
    },
    end: () => socket.destroy(),
  };
}

const BODY =
  'Message-ID: <one@sandbox.example>\r\nSubject: =?UTF-8?B?5paH54yu?=\r\n =?UTF-8?Q?_push?=\r\n\r\n..dot\r\n.\r\n';

/** Goes through a session until a reply is not the usual one; gives the last reply. */
async function deliver(server: Talk, recipients = ['reader@example.org']): Promise<string> {
  const steps: [line: string, usual: RegExp][] = [
    ['', /^220/],
    ['EHLO client.example', /^250/],
    [`AUTH PLAIN ${Buffer.from('\0box@example.org\0secret').toString('base64')}`, /^235/],
    ['MAIL FROM:<push@example.org>', /^250/],
    ...recipients.map((recipient): [string, RegExp] => [`RCPT TO:<${recipient}>`, /^250/]),
    ['DATA', /^354/],
  ];
  for (const [line, usual] of steps) {
    const said = await (line === '' ? server.reply() : server.say(line));
    if (!usual.test(said)) return `${line.split(/[ :]/)[0] || 'greeting'}: ${said}`;
  }
  server.send(BODY);
  return `body: ${await server.reply()}`;
}

async function outcome(fault?: SmtpFault, recipients?: string[]): Promise<string> {
  if (fault !== undefined) sink.faults.set([{ next: 1, ...fault }]);
  const server = talk(sink.port);
  const result = await deliver(server, recipients);
  server.end();
  return result;
}

describe('a message that is accepted', () => {
  it('is kept with its envelope, its header and its bytes', async () => {
    expect(await outcome(undefined, ['a@example.org', 'b@example.org'])).toBe('body: 250 2.0.0 kept as 1');
    expect(outbox.list()).toEqual([
      {
        number: 1,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        from: 'push@example.org',
        to: ['a@example.org', 'b@example.org'],
        user: 'box@example.org',
        messageId: '<one@sandbox.example>',
        subject: '文献 push',
        size: BODY.length - 4,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        headers: { 'message-id': '<one@sandbox.example>', subject: '文献 push' },
        acknowledged: true,
      },
    ]);
    // The dot that SMTP doubles is single again.
    expect(String(outbox.raw(1))).toBe(BODY.replace('..dot', '.dot').slice(0, -3));
  });

  it('may come without AUTH, or must not, as the sink was told', async () => {
    const strict = await startSink({ outbox, requireAuth: true });
    const server = talk(strict.port);
    await server.reply();
    await server.say('EHLO client.example');
    expect(await server.say('MAIL FROM:<push@example.org>')).toMatch(/^530/);
    server.end();
    await strict.stop();
  });

  it('comes from nodemailer, several over one connection', async () => {
    const mailer = createTransport(`${sink.smtpUrl}?pool=true&maxConnections=1`);
    for (const subject of ['first', '第二封'])
      await mailer.sendMail({ from: 'push@example.org', to: 'a@example.org', subject, text: subject });
    mailer.close();
    expect(outbox.list().map(({ subject }) => subject)).toEqual(['first', '第二封']);
    expect(sink.connections()).toBe(1);
  });

  it('leaves only its header under keep: headers', async () => {
    outbox = createOutbox('headers');
    await sink.stop();
    sink = await startSink({ outbox });
    await outcome();
    expect(String(outbox.raw(1))).toBe(BODY.slice(0, BODY.indexOf('..dot')));
    expect(outbox.list()[0]?.size).toBe(BODY.length - 4);
  });
});

describe('faults', () => {
  const refusals: [SmtpFault, string][] = [
    [{ at: 'greeting', kind: 'refuse' }, 'greeting: 421'],
    [{ at: 'greeting', kind: 'refuse', code: 554 }, 'greeting: 554'],
    [{ at: 'ehlo', kind: 'refuse', code: 502 }, 'EHLO: 502'],
    [{ at: 'auth', kind: 'refuse' }, 'AUTH: 535 5.7.8'],
    [{ at: 'auth', kind: 'refuse', code: 454, text: '4.7.0 later' }, 'AUTH: 454 4.7.0 later'],
    [{ at: 'mail', kind: 'refuse' }, 'MAIL: 451'],
    [{ at: 'mail', kind: 'refuse', code: 550, text: '5.7.1 not from you' }, 'MAIL: 550 5.7.1 not from you'],
    [{ at: 'rcpt', kind: 'refuse', code: 450, text: '4.2.1 greylisted' }, 'RCPT: 450 4.2.1 greylisted'],
    [{ at: 'rcpt', kind: 'refuse', code: 550, text: '5.1.1 nobody' }, 'RCPT: 550 5.1.1 nobody'],
    [{ at: 'data', kind: 'refuse' }, 'DATA: 451'],
    [{ at: 'data', kind: 'refuse', code: 554 }, 'DATA: 554'],
    [{ at: 'in-body', kind: 'refuse', code: 421 }, 'body: 421'],
    [{ at: 'after-body', kind: 'refuse' }, 'body: 451'],
    [{ at: 'after-body', kind: 'refuse', code: 552, text: '5.2.2 full' }, 'body: 552 5.2.2 full'],
  ];
  it.each(refusals)('%o refuses, and keeps nothing', async (fault, said) => {
    expect(await outcome(fault)).toContain(said);
    expect(outbox.list()).toEqual([]);
    expect(await outcome()).toContain('250');
  });

  const phases: [SmtpFault['at'], string, number][] = [
    ['greeting', 'greeting: closed', 0],
    ['ehlo', 'EHLO: closed', 0],
    ['auth', 'AUTH: closed', 0],
    ['mail', 'MAIL: closed', 0],
    ['rcpt', 'RCPT: closed', 0],
    ['data', 'DATA: closed', 0],
    ['in-body', 'body: closed', 0],
    ['after-body', 'body: closed', 0],
    ['after-keeping', 'body: closed', 1],
  ];
  it.each(phases)('at %s the connection breaks, at once or after a silence', async (at, said, kept) => {
    expect(await outcome({ at, kind: 'drop' })).toBe(said);
    expect(await outcome({ at, kind: 'reset' })).toBe(said);
    expect(await outcome({ at, kind: 'hang', ms: 20 })).toBe(said);
    expect(outbox.list().map(({ acknowledged }) => acknowledged)).toEqual(Array(3 * kept).fill(false));
    expect(await outcome({ at, kind: 'slow', ms: 20 })).toContain('250');
    expect(outbox.list().at(-1)?.acknowledged).toBe(true);
  });

  it('a message may be kept and refused all the same', async () => {
    expect(await outcome({ at: 'after-keeping', kind: 'refuse', code: 451 })).toContain('body: 451');
    expect(outbox.list()).toMatchObject([{ messageId: '<one@sandbox.example>', acknowledged: false }]);
  });

  it('breaks off in the middle of a long body, while the client is still writing', async () => {
    sink.faults.set([{ at: 'in-body', kind: 'drop' }]);
    const server = connect(sink.port, '127.0.0.1');
    server.on('error', () => {});
    server.write('EHLO c\r\nMAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n');
    await once(server, 'data');
    const writing = setInterval(() => server.write(`${'x'.repeat(900)}\r\n`), 1);
    server.resume();
    await once(server, 'close');
    clearInterval(writing);
    expect(outbox.list()).toEqual([]);
  });

  it('keeps nothing of a client that goes away before the final dot', async () => {
    const server = talk(sink.port);
    await server.reply();
    await server.say('EHLO client.example');
    await server.say('MAIL FROM:<push@example.org>');
    await server.say('RCPT TO:<reader@example.org>');
    await server.say('DATA');
    server.send(BODY.slice(0, -5));
    server.end();
    expect(await outcome()).toContain('250');
    expect(outbox.list()).toHaveLength(1);
  });

  it('strikes one recipient, sender or login alone', async () => {
    sink.faults.set([{ at: 'rcpt', kind: 'refuse', code: 550, recipient: 'Gone@example.org' }]);
    expect(await outcome(undefined, ['here@example.org', 'gone@example.org'])).toContain('RCPT: 550');
    expect(await outcome(undefined, ['here@example.org'])).toContain('250');
    sink.faults.set([{ at: 'after-body', kind: 'refuse', recipient: 'b@example.org' }]);
    expect(await outcome(undefined, ['a@example.org', 'b@example.org'])).toContain('body: 451');
    expect(await outcome(undefined, ['a@example.org'])).toContain('250');
    sink.faults.set([{ at: 'mail', kind: 'refuse', sender: 'other@example.org' }]);
    expect(await outcome()).toContain('250');
    sink.faults.set([{ at: 'auth', kind: 'refuse', user: 'box@example.org' }]);
    expect(await outcome()).toContain('AUTH: 535');
  });
});

describe('the port', () => {
  it('can be closed and opened again under the same number', async () => {
    const idle = talk(sink.port);
    await idle.reply();
    await sink.listen(false);
    expect(await idle.reply()).toBe('closed');
    expect(await outcome()).toBe('greeting: closed');
    await sink.listen(true);
    expect(await outcome()).toContain('250');
  });
});

describe('waitFor', () => {
  it('resolves with what came, and rejects when it does not come', async () => {
    const coming = outbox.waitFor(2);
    await outcome();
    await outcome();
    expect(await coming).toHaveLength(2);
    await expect(outbox.waitFor(3, 10)).rejects.toThrow('2 of 3 messages');
    outbox.clear();
    expect(outbox.list()).toEqual([]);
    await outcome();
    expect(outbox.list()[0]?.number).toBe(3);
  });
});
