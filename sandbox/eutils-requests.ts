/** Requests so far, by what became of them. */
export interface EutilsRequests {
  esearch: number;
  efetch: number;
  /** Answered with 429. */
  refused: number;
}

export const noRequests = (): EutilsRequests => ({ esearch: 0, efetch: 0, refused: 0 });
