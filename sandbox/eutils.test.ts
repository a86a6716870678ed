import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EUTILS_FAULT_KINDS, type EutilsFault } from './eutils-faults.ts';
import { FAULT_BODIES, type FaultBody } from './fault-bodies.ts';
import { addGenerated } from './made-up-corpus.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

const today = '2026-11-24';
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ today, size: 120, rate: 100_000, parts: 'eutils' });
  addGenerated(sandbox.corpus, { count: 10_050, day: '2026-11-20', tag: 'crowded' });
  addGenerated(sandbox.corpus, { count: 3, day: today, tag: 'three' });
});
beforeEach(() => sandbox.eutilsFaults.clear());
afterAll(() => sandbox.stop());

const post = (call: string, parameters: Record<string, string>): Promise<Response> =>
  fetch(`${sandbox.eutilsUrl}${call}.fcgi`, {
    method: 'POST',
    body: new URLSearchParams({ db: 'pubmed', ...parameters }),
  });

interface EsearchJson {
  header: unknown;
  esearchresult: {
    count: string;
    retmax: string;
    retstart: string;
    querykey?: string;
    webenv?: string;
    idlist: string[];
    translationset: unknown[];
    querytranslation: string;
    errorlist?: { phrasesnotfound: string[]; fieldsnotfound: string[] };
    warninglist?: { phrasesignored: string[]; quotedphrasesnotfound: string[]; outputmessages: string[] };
    ERROR?: string;
  };
}

async function esearch(parameters: Record<string, string>): Promise<EsearchJson['esearchresult']> {
  const response = await post('esearch', { retmode: 'json', ...parameters });
  const { esearchresult }: EsearchJson = JSON.parse(await response.text());
  return esearchresult;
}

describe('esearch', () => {
  it('answers in JSON with numbers as text, and lists of errors only where there are some', async () => {
    const found = await esearch({ term: 'three[ot]' });
    expect(found).toMatchObject({ count: '3', retmax: '3', retstart: '0', translationset: [] });
    expect(found.querytranslation).toBe('"three"[Other Term]');
    expect(found.idlist).toHaveLength(3);
    expect(Object.keys(found)).not.toContain('errorlist');

    const dropped = await esearch({ term: 'three[ot] AND qwertyzx[NoSuchField]' });
    expect(dropped).toMatchObject({
      count: '3',
      errorlist: { phrasesnotfound: ['qwertyzx'], fieldsnotfound: ['NoSuchField'] },
    });
    const none = await esearch({ term: 'three[ot] AND 1999[crdt]' });
    expect(none).toMatchObject({
      count: '0',
      idlist: [],
      warninglist: { outputmessages: ['No items found.'] },
    });
  });

  it('answers in XML when nothing else is asked for', async () => {
    const response = await post('esearch', { term: 'three[ot]' });
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/xml');
    expect(text).toContain('<Count>3</Count><RetMax>3</RetMax><RetStart>0</RetStart>');
    expect(text.match(/<Id>\d+<\/Id>/g)).toHaveLength(3);
  });

  it('takes the newest first, pages, and gives twenty unless told', async () => {
    const page = await esearch({ term: 'crowded[ot]' });
    expect(page.idlist).toHaveLength(20);
    const ids = page.idlist.map(Number);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    const next = await esearch({ term: 'crowded[ot]', retstart: '20', retmax: '5' });
    expect(next).toMatchObject({ retmax: '5', retstart: '20' });
    expect(Number(next.idlist[0])).toBe(Number(ids.at(-1)) - 1);
  });

  it('gives no more than 9,999 ids of a day with more, and says so', async () => {
    const all = await esearch({ term: '2026/11/20[crdt]', retmax: '100000' });
    expect(Number(all.count)).toBeGreaterThan(9999);
    expect(all.idlist).toHaveLength(9999);
    expect(all.warninglist?.outputmessages).toEqual([
      'Restrictions achieved. start and count adjusted to 0, 9999',
    ]);
    const last = await esearch({ term: '2026/11/20[crdt]', retstart: '9500', retmax: '5000' });
    expect(last.idlist).toHaveLength(499);
  });

  it('refuses a start above 9998, in JSON that is not valid, as PubMed does', async () => {
    expect((await esearch({ term: 'crowded[ot]', retstart: '9998' })).idlist).toHaveLength(1);
    const response = await post('esearch', { term: 'crowded[ot]', retmode: 'json', retstart: '9999' });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toContain("'retstart' cannot be larger than 9998");
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });

  it('takes dates as parameters, and ignores a datetype that does not exist', async () => {
    const dated = { term: 'three[ot]', mindate: '2026/11/01', maxdate: '2026/11/20' };
    expect((await esearch({ ...dated, datetype: 'crdt' })).count).toBe('0');
    expect((await esearch({ ...dated, datetype: 'crtd' })).count).toBe('3');
    expect((await esearch({ term: 'three[ot]', reldate: '1', datetype: 'crdt' })).querytranslation).toContain(
      '2026/11/23:2026/11/24[Date - Create]',
    );
  });

  it('says what is wrong inside HTTP 200', async () => {
    expect(await esearch({ term: '' })).toEqual({ ERROR: 'Empty term and query_key - nothing todo' });
    expect(await esearch({ term: 'x', db: 'pubmad' })).toEqual({
      ERROR: 'Invalid db name specified: pubmad',
    });
    expect(await esearch({ WebEnv: 'MCID_none', query_key: '1' })).toEqual({
      ERROR: 'Unable to obtain query #1',
    });
  });

  it('keeps a search for efetch', async () => {
    const { webenv = '', querykey = '' } = await esearch({ term: 'three[ot]', usehistory: 'y', retmax: '0' });
    const text = await (await post('efetch', { WebEnv: webenv, query_key: querykey, retmode: 'xml' })).text();
    expect(text.match(/<PubmedArticle>/g)).toHaveLength(3);
  });
});

describe('efetch', () => {
  it('returns each record to the byte, leaves out what is unknown, and gives each once', async () => {
    const [first = '', second = ''] = (await esearch({ term: 'three[ot]' })).idlist;
    const response = await post('efetch', { id: `${first},99999999,${second},${first}`, retmode: 'xml' });
    const text = await response.text();
    expect(text.match(/<PubmedArticle>/g)).toHaveLength(2);
    for (const id of [first, second]) expect(text).toContain(String(sandbox.corpus.get(Number(id))));
  });

  it('returns made-up records of all kinds to the byte', async () => {
    const { idlist } = await esearch({ term: '2026/09/25:2026/11/19[crdt]', retmax: '200' });
    const body = Buffer.from(
      await (await post('efetch', { id: idlist.join(','), retmode: 'xml' })).arrayBuffer(),
    );
    expect(idlist.length).toBeGreaterThan(80);
    for (const id of idlist) expect(body.includes(sandbox.corpus.get(Number(id)) ?? 'absent')).toBe(true);
  });

  it('answers 400 to ids that are none, to a missing session and past the end', async () => {
    const bad = await post('efetch', { id: 'abc' });
    expect([bad.status, await bad.text()]).toEqual([400, expect.stringContaining('ID list is empty!')]);
    expect((await post('efetch', { retmode: 'xml' })).status).toBe(400);
    const { webenv = '' } = await esearch({ term: 'three[ot]', usehistory: 'y' });
    expect((await post('efetch', { WebEnv: webenv, query_key: '1', retstart: '3' })).status).toBe(400);
    const far = await post('efetch', { WebEnv: webenv, query_key: '1', retstart: '9999' });
    expect(await far.text()).toContain('cannot be larger than 9998');
  });
});

describe('faults', () => {
  const strike = (fault: EutilsFault): void => sandbox.eutilsFaults.set([{ next: 1, ...fault }]);
  const search = (): Promise<Response> => post('esearch', { term: 'three[ot]', retmode: 'json' });

  it.each(Object.entries(FAULT_BODIES))('%s is served as it is', async (kind, reply) => {
    strike({ kind: kind as FaultBody });
    const response = await fetch(`${sandbox.eutilsUrl}esearch.fcgi?db=pubmed&term=three`, {
      redirect: 'manual',
    });
    expect(response.status).toBe(reply.status);
    expect(await response.text()).toBe(reply.body);
    expect((await search()).status).toBe(200);
  });

  it('cuts, breaks off, delays', async () => {
    const whole = await (await search()).text();
    strike({ kind: 'truncated' });
    const cut = await (await search()).text();
    expect(cut.length).toBeLessThan(whole.length);
    expect(whole.startsWith(cut)).toBe(true);
    strike({ kind: 'reset' });
    await expect(search().then((response) => response.text())).rejects.toThrow();
    strike({ kind: 'drop' });
    await expect(search()).rejects.toThrow();
    strike({ kind: 'hang', ms: 30 });
    await expect(search()).rejects.toThrow();
    strike({ kind: 'slow', ms: 30 });
    expect(await (await search()).text()).toBe(whole);
  });

  it('strikes only the call that it is for', async () => {
    sandbox.eutilsFaults.set([{ kind: 'unavailable', on: 'efetch' }]);
    expect((await search()).status).toBe(200);
    expect((await post('efetch', { id: '1' })).status).toBe(503);
  });

  it('has a name for each', () => {
    expect(new Set(EUTILS_FAULT_KINDS).size).toBe(Object.keys(FAULT_BODIES).length + 5);
  });
});

describe('limits', () => {
  it('answers 429 above its rate, for each client and key, and says what is left', async () => {
    const slow = await startSandbox({ parts: 'eutils', corpusFiles: [], rate: 4 });
    const ask = (key = ''): Promise<Response> =>
      fetch(`${slow.eutilsUrl}esearch.fcgi?db=pubmed&term=x${key}`);
    const replies = await Promise.all(Array.from({ length: 9 }, () => ask()));
    const other = await ask('&api_key=made-up');
    const refused = replies.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(await refused[0]?.json()).toMatchObject({ error: 'API rate limit exceeded', limit: '4' });
    expect(other.headers.get('x-ratelimit-remaining')).toBe('3');
    expect(slow.requests).toEqual({ esearch: 5, efetch: 0, refused: 5 });
    await slow.stop();
  });

  it('answers 414 to an address of more than 8 KB, and 404 to what it does not have', async () => {
    expect((await fetch(`${sandbox.eutilsUrl}efetch.fcgi?db=pubmed&id=${'1,'.repeat(5000)}`)).status).toBe(
      414,
    );
    expect((await fetch(`${sandbox.eutilsUrl}elink.fcgi`)).status).toBe(404);
  });

  it('survives what is no HTTP', async () => {
    const { port, hostname } = new URL(sandbox.eutilsUrl);
    await new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.end('EHLO there\r\n\r\n'));
      socket
        .on('error', () => {})
        .on('close', resolve)
        .resume();
    });
    expect((await esearch({ term: 'three' })).count).toBe('3');
  });
});

describe('control', () => {
  const control = (path: string, method = 'GET', body?: unknown): Promise<Response> =>
    fetch(`${sandbox.controlUrl}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  it('adds articles, sets faults, counts requests and starts afresh', async () => {
    const generated = await control('/generate', 'POST', { count: 4, day: today, tag: 'steered' });
    expect(await generated.json()).toEqual({ added: Array(4).fill(expect.any(Number)) });
    expect((await esearch({ term: 'steered' })).count).toBe('4');
    await control('/faults', 'POST', { eutils: [{ kind: 'unavailable' }] });
    expect((await post('esearch', { term: 'x' })).status).toBe(503);
    expect(await (await control('/faults')).json()).toMatchObject({
      eutils: [{ kind: 'unavailable', struck: 1 }],
    });
    await control('/reset', 'POST');
    expect((await post('esearch', { term: 'x' })).status).toBe(200);
    expect(await (await control('/requests')).json()).toEqual({ esearch: 1, efetch: 0, refused: 0 });
    expect((await control('/nothing')).status).toBe(404);
  });
});
