import { createControl, startControl } from './control.ts';
import { type Corpus, createCorpus } from './corpus.ts';
import type { EutilsFault } from './eutils-faults.ts';
import { type EutilsRequests, noRequests } from './eutils-requests.ts';
import { startEutils } from './eutils-server.ts';
import { createFaults, type FaultList } from './faults.ts';
import { addMadeUp } from './made-up-corpus.ts';
import { createOutbox, type Keep, type Outbox } from './outbox.ts';
import type { SmtpFault } from './smtp-faults.ts';
import { type Sink, startSink } from './smtp-sink.ts';

export interface SandboxOptions {
  /** What runs; `both` unless told. The control routes run in any case. */
  parts?: 'both' | 'eutils' | 'smtp';
  /** PubMed XML, `.gz` or not. Given files take the place of the made-up corpus; `[]` gives an empty one. */
  corpusFiles?: string[];
  /** Of the made-up corpus. */
  seed?: number;
  /** `2026-11-24`: the last day of the made-up corpus and the day that `last 30 days` counts from. Today unless told. */
  today?: string;
  /** Records of the made-up corpus, 3,000 unless told. */
  size?: number;
  /** 0 or absent: any free port. */
  eutilsPort?: number;
  smtpPort?: number;
  host?: string;
  /** Requests a second for each client; PubMed's own figures (3, 10 with a key) unless told. */
  rate?: number;
  latencyMs?: number;
  smtpKeep?: Keep;
  /** MAIL FROM is refused without AUTH; any login is right. */
  smtpAuth?: boolean;
}

export interface Sandbox {
  /** Ends with `/entrez/eutils/`; empty without that part. */
  eutilsUrl: string;
  /** `smtp://127.0.0.1:2525`; empty without that part. */
  smtpUrl: string;
  /** `http://127.0.0.1:5010/sandbox`, without a slash at the end; routes in control.ts. */
  controlUrl: string;
  corpus: Corpus;
  outbox: Outbox;
  eutilsFaults: FaultList<EutilsFault>;
  smtpFaults: FaultList<SmtpFault>;
  requests: EutilsRequests;
  /** SMTP connections so far. */
  smtpConnections(): number;
  /** Opens or closes the mail server's port; its number stays. */
  listenSmtp(open: boolean): Promise<void>;
  stop(): Promise<void>;
}

function fillCorpus(corpus: Corpus, { corpusFiles, seed, today, size }: SandboxOptions): void {
  if (corpusFiles !== undefined) for (const path of corpusFiles) corpus.load(path);
  else
    addMadeUp(corpus, {
      ...(seed !== undefined && { seed }),
      ...(today !== undefined && { today }),
      ...(size !== undefined && { size }),
    });
}

/** A PubMed and a mail server on this machine. Rejects when a port is taken or a corpus file cannot be read. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { parts = 'both', host = '127.0.0.1', today, rate, latencyMs } = options;
  const corpus = createCorpus();
  const outbox = createOutbox(options.smtpKeep);
  const eutilsFaults = createFaults<EutilsFault>();
  const smtpFaults = createFaults<SmtpFault>();
  const requests = noRequests();
  let sink: Sink | undefined;

  if (parts !== 'smtp') fillCorpus(corpus, options);
  if (parts !== 'eutils') {
    sink = await startSink({
      outbox,
      faults: smtpFaults,
      host,
      port: options.smtpPort ?? 0,
      requireAuth: options.smtpAuth ?? false,
    });
  }
  const listenSmtp = async (open: boolean): Promise<void> => sink?.listen(open);
  const limit = { perSecond: rate };
  const steered = { limit, corpus, eutilsFaults, smtpFaults, outbox, requests, listenSmtp };
  const noon = today === undefined ? undefined : Date.parse(`${today}T12:00:00Z`);

  const web = await (parts === 'smtp'
    ? startControl(steered, { host, port: options.eutilsPort ?? 0 })
    : startEutils({
        corpus,
        host,
        port: options.eutilsPort ?? 0,
        faults: eutilsFaults,
        requests,
        control: createControl(steered),
        limit,
        ...(latencyMs !== undefined && { latencyMs }),
        ...(noon !== undefined && { now: () => noon }),
      })
  ).catch(async (error: unknown) => {
    await sink?.stop();
    throw error;
  });

  return {
    eutilsUrl: parts === 'smtp' ? '' : `${web.url}/entrez/eutils/`,
    smtpUrl: sink?.smtpUrl ?? '',
    controlUrl: `${web.url}/sandbox`,
    corpus,
    outbox,
    eutilsFaults,
    smtpFaults,
    requests,
    smtpConnections: () => sink?.connections() ?? 0,
    listenSmtp,
    async stop() {
      await Promise.all([web.stop(), sink?.stop()]);
    },
  };
}
