import type { Migration } from './migration.ts';

export const upkeep: Migration = () => [];
