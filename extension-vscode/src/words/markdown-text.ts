import { plainLine } from '@vectorgate/replay-ui/records';

/** Text as it is inside Markdown: names come from a gateway and may hold anything. */
export const markdownText = (text: string): string =>
  plainLine(text, 2_000).replace(
    /[\\`*_{}[\]()#+\-.!|~<>$&]|:(?=\/\/)/g,
    // Icons are drawn in what Markdown has become, where a backslash before `$` is gone already.
    (mark) => entities[mark] ?? `\\${mark}`,
  );

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '&': '&amp;', $: '&#36;' };
