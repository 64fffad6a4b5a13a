/** Whether a text can be a token: one word of ASCII. */
export const isTokenText = (text: string): boolean => /^[!-~]+$/.test(text);
