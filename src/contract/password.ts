/** Characters. The lower end is asked of new passwords, the upper one keeps hashing them cheap. */
export const passwordLength = { min: 10, max: 128 } as const;
