/** What came back, as far as it came. */
export interface HttpReply {
  status: number;
  /** Empty where a header is absent. */
  header(name: string): string | null;
  body: string;
  /** The connection broke, or the time was over, before the end of the body: `body` holds its beginning. */
  cut: boolean;
}

/** 200 of the largest records known make 82 MB. */
const maxBody = 128 * 1024 * 1024;

/**
 * One POST of a form, redirects not followed.
 *
 * @throws what `signal` was aborted with; nothing else.
 */
export async function postForm(input: {
  fetch: typeof globalThis.fetch;
  url: URL;
  form: URLSearchParams;
  userAgent: string;
  timeoutMs: number;
  signal: AbortSignal | undefined;
}): Promise<HttpReply | 'timeout' | 'network'> {
  const timeout = AbortSignal.timeout(input.timeoutMs);
  const signal = input.signal ? AbortSignal.any([input.signal, timeout]) : timeout;
  try {
    const response = await input.fetch(input.url, {
      method: 'POST',
      body: input.form,
      headers: { 'user-agent': input.userAgent },
      redirect: 'manual',
      signal,
    });
    const { text, cut } = await readText(response);
    input.signal?.throwIfAborted();
    return { status: response.status, header: (name) => response.headers.get(name), body: text, cut };
  } catch {
    // The error itself is dropped on purpose: its text can hold the address and what was sent.
    input.signal?.throwIfAborted();
    return timeout.aborted ? 'timeout' : 'network';
  }
}

/** The body as far as it can be read: of a long reply that breaks off the first records are still good. */
async function readText(response: Response): Promise<{ text: string; cut: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > maxBody) return { text, cut: true };
    }
    return { text: text + decoder.decode(), cut: false };
  } catch {
    return { text, cut: true };
  }
}
