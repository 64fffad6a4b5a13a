import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

const axeFile = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[] }[];
}

const options = {
  // The page is the elements alone: that a document has a heading of the first level is its host's business.
  all: `{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'page-has-heading-one': { enabled: false }, 'heading-order': { enabled: false } } }`,
  colour: `{ runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } }`,
} as const;

/**
 * Fails with every violation of accessibility rules that axe-core finds in the page or frame, or `within` what a selector finds.
 */
export async function assertAccessible(
  page: Page | Frame,
  what: string,
  rules: keyof typeof options = 'all',
  within?: string,
): Promise<void> {
  await page.evaluate(await readFile(axeFile, 'utf8'));
  const violations = (await page.evaluate(
    `axe.run(${within === undefined ? 'document' : JSON.stringify(within)}, ${options[rules]}).then((found) => found.violations)`,
  )) as readonly Violation[];
  assert.deepEqual(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => JSON.stringify(target)).join('; ')}`,
    ),
    [],
    what,
  );
}
