/** A text for a snippet, where it stands as it is: none of it is a place to fill, or a variable of the editor. */
export const snippetText = (text: string): string => text.replace(/[\\$}]/g, '\\$&');
