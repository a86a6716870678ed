import type { Draft } from './article-draft.ts';
import type { Random } from './random.ts';

/** Changes an everyday article into one that a careless reader of PubMed gets wrong. */
export type Oddity = (draft: Draft, random: Random) => void;
export type Oddities = Record<string, Oddity>;
