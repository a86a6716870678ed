import type { BitSet } from './bit-set.ts';

/** One search kept under `usehistory=y`. */
export interface KeptSearch {
  hits: BitSet;
  pmids: number[];
}

export interface History {
  /** Keeps a search in a session, a new one when `webEnv` is unknown. Query keys count from 1. */
  keep(webEnv: string | null, search: KeptSearch): { webEnv: string; queryKey: number };
  find(webEnv: string | null, queryKey: number): KeptSearch | undefined;
}

/** The oldest session goes when there are more; enough for any test, and memory stays bounded. */
const MAX_SESSIONS = 200;

export function createHistory(): History {
  const sessions = new Map<string, KeptSearch[]>();
  let count = 0;
  return {
    keep(webEnv, search) {
      const name =
        webEnv !== null && sessions.has(webEnv) ? webEnv : `MCID_${(++count).toString(16).padStart(24, '0')}`;
      const searches = sessions.get(name) ?? [];
      searches.push(search);
      sessions.set(name, searches);
      if (sessions.size > MAX_SESSIONS) sessions.delete(sessions.keys().next().value ?? '');
      return { webEnv: name, queryKey: searches.length };
    },
    find: (webEnv, queryKey) => sessions.get(webEnv ?? '')?.[queryKey - 1],
  };
}
