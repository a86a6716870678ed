/** The form of every token that we give out; what looks otherwise is never asked of the database. */
export const isToken = (text: string): boolean => /^[\w-]{1,64}$/.test(text);
