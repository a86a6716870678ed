import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { SMTPConnection, type SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection.js';
import type { FaultList } from './faults.ts';
import { faultApplies, refusalOf, type SmtpFault, type SmtpPhase } from './smtp-faults.ts';

const HANG_MS = 60_000;

/** What became of a phase: all is well, a reply to refuse with, or a connection that is gone (say nothing more). */
export type Met = 'go on' | 'gone' | { code: number; text: string };

/** Ends early when the connection goes away. */
function pauseOn(socket: Socket, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/**
 * A session of `smtp-server` that can fail where the library has no hook: at EHLO and at DATA before the 354. It greets at
 * once; the library waits 100 ms for clients that talk too soon.
 */
export class FaultyConnection extends SMTPConnection {
  faults: FaultList<SmtpFault> | undefined;

  /** Plays the fault that strikes in this phase, if one does. */
  async meet(at: SmtpPhase, recipient?: string): Promise<Met> {
    const { envelope, user } = this.session;
    const place = {
      at,
      sender: (envelope.mailFrom || undefined)?.address,
      recipients: recipient === undefined ? envelope.rcptTo.map(({ address }) => address) : [recipient],
      user: typeof user === 'string' ? user : undefined,
    };
    const fault = this.faults?.strike((one) => faultApplies(one, place));
    if (fault === undefined) return 'go on';
    if (fault.kind === 'refuse') return refusalOf(fault);
    if (fault.kind === 'slow' || fault.kind === 'hang') await pauseOn(this._socket, fault.ms ?? HANG_MS);
    if (fault.kind === 'slow' && !this._socket.destroyed) return 'go on';
    if (fault.kind === 'reset') this._socket.resetAndDestroy();
    else this._socket.destroy();
    return 'gone';
  }

  override init(): void {
    this._setListeners(() => this.connectionReady());
  }

  override handler_EHLO(command: Buffer, callback: () => void): void {
    this.#meetFirst('ehlo', callback, () => super.handler_EHLO(command, callback));
  }

  override handler_HELO(command: Buffer, callback: () => void): void {
    this.#meetFirst('ehlo', callback, () => super.handler_HELO(command, callback));
  }

  override handler_DATA(command: Buffer, callback: () => void): void {
    this.#meetFirst('data', callback, () => super.handler_DATA(command, callback));
  }

  #meetFirst(at: SmtpPhase, callback: () => void, goOn: () => void): void {
    void this.meet(at).then((met) => {
      if (met === 'go on') goOn();
      else if (met !== 'gone') {
        this.send(met.code, met.text, false);
        callback();
      }
    });
  }
}

/** `smtp-server` with sessions that can fail. */
export class FaultyServer extends SMTPServer {
  faults: FaultList<SmtpFault>;
  /** Connections so far. */
  accepted = 0;

  constructor(options: SMTPServerOptions, faults: FaultList<SmtpFault>) {
    super(options);
    this.faults = faults;
  }

  override connect(socket: Socket, options?: SMTPConnectionOptions | null): void {
    const connection = new FaultyConnection(this, socket, options);
    connection.faults = this.faults;
    this.accepted += 1;
    this.connections.add(connection);
    // A client that breaks the connection is an everyday event here.
    connection.on('error', () => connection.close());
    connection.init();
  }

  /** The session that a hook of the library was called for. */
  connectionOf(id: string): FaultyConnection | undefined {
    for (const connection of this.connections) {
      if (connection.id === id && connection instanceof FaultyConnection) return connection;
    }
    return undefined;
  }
}
