import { once } from 'node:events';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { createFaults, type FaultList } from './faults.ts';
import type { Outbox } from './outbox.ts';
import { FaultyServer, type Met } from './smtp-connection.ts';
import type { SmtpFault, SmtpPhase } from './smtp-faults.ts';

export interface SinkOptions {
  outbox: Outbox;
  faults?: FaultList<SmtpFault>;
  /** 0 or absent: any free port. */
  port?: number;
  host?: string;
  /** Refuses MAIL FROM without AUTH. Any name and password are right; a fault at `auth` makes them wrong. */
  requireAuth?: boolean;
}

export interface Sink {
  /** `smtp://127.0.0.1:2525`; the port stays the same when it is closed and opened. */
  smtpUrl: string;
  port: number;
  faults: FaultList<SmtpFault>;
  /** Connections so far. */
  connections(): number;
  /** Opens or closes the port; closing breaks the connections that are open. */
  listen(open: boolean): Promise<void>;
  stop(): Promise<void>;
}

const MAX_MESSAGE = 50_000_000;

type Done = (error?: Error | null) => void;

const refusal = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

/** A mail server that accepts everything and delivers nothing. */
export async function startSink(options: SinkOptions): Promise<Sink> {
  const { outbox, host = '127.0.0.1', requireAuth = false } = options;
  const faults = options.faults ?? createFaults<SmtpFault>();
  let server = createServer();
  let open = false;
  let earlier = 0;

  function createServer(): FaultyServer {
    const one = new FaultyServer(
      {
        name: 'sandbox',
        authOptional: !requireAuth,
        disabledCommands: ['STARTTLS'],
        hideSTARTTLS: true,
        disableReverseLookup: true,
        size: MAX_MESSAGE,
        logger: false,
        onConnect: (session, done) => meet('greeting', session, done),
        onMailFrom: (_address, session, done) => meet('mail', session, done),
        onRcptTo: ({ address }, session, done) => meet('rcpt', session, done, address),
        onAuth(auth, session, done) {
          session.user = auth.username;
          meet('auth', session, (error) => {
            if (error) session.user = undefined;
            done(error, { user: auth.username });
          });
        },
        onData: (stream, session, done) => void receive(stream, session, done),
      },
      faults,
    );
    one.on('error', () => {});
    return one;
  }

  const met = (at: SmtpPhase, session: SMTPServerSession, recipient?: string): Promise<Met> =>
    server.connectionOf(session.id)?.meet(at, recipient) ?? Promise.resolve('gone');

  function meet(at: SmtpPhase, session: SMTPServerSession, done: Done, recipient?: string): void {
    void met(at, session, recipient).then((result) => {
      if (result === 'go on') done();
      else if (result !== 'gone') done(refusal(result.code, result.text));
    });
  }

  /** The body as a whole, or nothing when the connection went first. */
  async function readBody(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Buffer | undefined> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of stream) {
        if (chunks.length === 0) {
          const result = await met('in-body', session);
          if (result === 'gone') return undefined;
          if (result !== 'go on') {
            const connection = server.connectionOf(session.id);
            connection?.send(result.code, result.text, false);
            connection?.close();
            return undefined;
          }
        }
        chunks.push(chunk);
      }
    } catch {
      return undefined;
    }
    return Buffer.concat(chunks);
  }

  async function receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
    done: (error: Error | null, reply?: string) => void,
  ): Promise<void> {
    const { mailFrom, rcptTo } = session.envelope;
    const envelope = {
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map(({ address }) => address),
      user: typeof session.user === 'string' ? session.user : undefined,
    };
    const message = await readBody(stream, session);
    if (message === undefined) return;
    const before = await met('after-body', session);
    if (before === 'gone') return;
    if (before !== 'go on') {
      done(refusal(before.code, before.text));
      return;
    }
    const kept = outbox.keep(message, envelope);
    const after = await met('after-keeping', session);
    if (after === 'gone') return;
    if (after !== 'go on') {
      done(refusal(after.code, after.text));
      return;
    }
    outbox.acknowledge(kept.number);
    done(null, `2.0.0 kept as ${kept.number}`);
  }

  async function openPort(port: number): Promise<number> {
    server.listen(port, host);
    await once(server.server, 'listening');
    open = true;
    const address = server.server.address();
    return address !== null && typeof address === 'object' ? address.port : port;
  }

  async function closePort(): Promise<void> {
    open = false;
    earlier += server.accepted;
    const closed = new Promise<void>((resolve) => server.close(resolve));
    for (const connection of server.connections) connection._socket.destroy();
    await closed;
    server = createServer();
  }

  const port = await openPort(options.port ?? 0);
  return {
    smtpUrl: `smtp://${host}:${port}`,
    port,
    faults,
    connections: () => earlier + server.accepted,
    async listen(wanted) {
      if (wanted && !open) await openPort(port);
      if (!wanted && open) await closePort();
    },
    async stop() {
      if (open) await closePort();
    },
  };
}
