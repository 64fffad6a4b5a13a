/** Text as it is inside Markdown: names come from a gateway and may hold anything. */
export const markdownText = (text: string): string =>
  text
    .replace(/[\\`*_{}[\]()#+\-.!|~<>$&]/g, (mark) =>
      mark === '<' ? '&lt;' : mark === '&' ? '&amp;' : `\\${mark}`,
    )
    .replace(/\s+/g, ' ');
