import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/**
 * For the tests: a bare SMTP server on a real socket that does at each step what a script says. `drop` closes the
 * connection, `hang` says nothing, anything else is sent as the reply.
 */
export interface Script {
  greeting?: Step;
  EHLO?: Step;
  AUTH?: Step;
  MAIL?: Step;
  RCPT?: Step;
  DATA?: Step;
  /** After the first bytes of the body. */
  midBody?: Step;
  /** After the final dot. */
  body?: Step;
  RSET?: Step;
}

/** A function gets the number of the connection, from 1. */
type Step = string | ((connection: number) => string);

export interface ScriptedServer {
  port: number;
  /** Commands as they came, over all connections. */
  commands: string[];
  connections: number;
  /** What came between DATA and the final dot, dots still stuffed. */
  bodies: string[];
  /** Changed by a test between two messages. */
  script: Script;
  close(): Promise<void>;
}

const fine: Required<Omit<Script, 'midBody'>> = {
  greeting: '220 test ESMTP',
  EHLO: '250-test\r\n250-AUTH PLAIN\r\n250 SIZE 1000000',
  AUTH: '235 ok',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go ahead',
  body: '250 2.0.0 queued as 1',
  RSET: '250 reset',
};

export async function scriptedServer(script: Script = {}): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  const state: ScriptedServer = {
    port: 0,
    commands: [],
    connections: 0,
    bodies: [],
    script,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    state.connections += 1;
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    converse(socket, state);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  state.port = (server.address() as AddressInfo).port;
  return state;
}

function converse(socket: Socket, state: ScriptedServer): void {
  let buffer = '';
  let inBody = false;
  const connection = state.connections;
  const act = (step: string): void => {
    if (step === 'drop') socket.destroy();
    else if (step !== 'hang') socket.write(`${step}\r\n`);
  };
  const stepOf = (verb: string): string => {
    const step = state.script[verb as keyof Script] ?? fine[verb as keyof typeof fine] ?? '502 unknown';
    return typeof step === 'string' ? step : step(connection);
  };
  act(stepOf('greeting'));
  socket.on('data', (chunk) => {
    buffer += chunk.toString('latin1');
    if (inBody && state.script.midBody) {
      buffer = '';
      act(stepOf('midBody'));
      return;
    }
    for (;;) {
      // The line break before the body belongs to it: a body of nothing is a dot at once.
      const end = buffer.indexOf(inBody ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return;
      if (inBody) {
        state.bodies.push(buffer.slice(2, end + 2));
        buffer = buffer.slice(end + 5);
        inBody = false;
        act(stepOf('body'));
        continue;
      }
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      state.commands.push(line);
      if (line === 'QUIT') {
        socket.end('221 bye\r\n');
        return;
      }
      const step = stepOf(line.slice(0, 4).toUpperCase());
      inBody = /^DATA/i.test(line) && /^[23]/.test(step);
      if (inBody) buffer = `\r\n${buffer}`;
      act(step);
    }
  });
}
