import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';

/** Fails when the element is wider than its place, or made the page around it wider than its window. */
export async function staysInside(element: Locator): Promise<void> {
  const widths: readonly (readonly [name: string, is: number, room: number])[] = await element.evaluate(
    (node) => {
      const { documentElement } = node.ownerDocument;
      return [
        ['the element', node.scrollWidth, node.clientWidth],
        ['its page', documentElement.scrollWidth, documentElement.clientWidth],
      ];
    },
  );
  for (const [name, is, room] of widths) assert.ok(is <= room, `${name} takes ${is} px of ${room}`);
}
