import assert from 'node:assert/strict';
import { access, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = join(root, 'docs', 'invariants.md');
const numbers = Array.from({ length: 11 }, (_, i) => i + 1);
const folders = [
  'policy-schema',
  'store-messages',
  'gateway',
  'client',
  'demo',
  'extension-jupyter/tests',
  'test',
];
const leftOut = new Set(['node_modules', 'testdata', '__pycache__']);

/** A title, or the description of a Python test, that begins with the numbers it is about. */
const title = /(?:["'`]|""")invariants? (\d+(?:(?:, | and )\d+)*)[:,]/gi;

/** Numbers to the test files that carry them, sorted. */
async function carriers(): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>(numbers.map((number) => [number, []]));
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name).slice(root.length);
      if (!entry.isFile() || path.split('/').some((part) => leftOut.has(part))) continue;
      if (!entry.name.endsWith('.test.ts') && !/^test_.*\.py$/.test(entry.name)) continue;
      const text = await readFile(join(root, path), 'utf8');
      const carried = new Set(
        [...text.matchAll(title)].flatMap(([, list]) => list!.match(/\d+/g)!.map(Number)),
      );
      for (const number of carried) found.get(number)?.push(path);
    }
  }
  for (const paths of found.values()) paths.sort();
  return found;
}

interface Section {
  readonly number: number;
  readonly heading: string;
  /** What stands above the list. */
  readonly text: string;
  readonly links: readonly string[];
}

function sections(document: string): { head: string; sections: Section[] } {
  const [head, ...parts] = document.split(/^## /m);
  return {
    head: head!,
    sections: parts.map((part) => {
      const [heading, ...lines] = part.trimEnd().split('\n');
      const links = lines.filter((line) => line.startsWith('- '));
      return {
        number: Number(/^\d+/.exec(heading!)?.[0]),
        heading: heading!,
        text: lines
          .filter((line) => !line.startsWith('- '))
          .join('\n')
          .trim(),
        links,
      };
    }),
  };
}

test('every invariant has tests that carry its number, and the page links to each (VECTORGATE_UPDATE=1 writes the lists)', async () => {
  const carried = await carriers();
  const expected = (number: number): string[] =>
    (carried.get(number) ?? []).map((path) => `- [${path}](../${path})`);
  let page = sections(await readFile(file, 'utf8'));
  if (process.env.VECTORGATE_UPDATE === '1') {
    const written = page.sections.map(
      ({ number, heading, text }) => `## ${heading}\n\n${text}\n\n${expected(number).join('\n')}\n`,
    );
    await writeFile(file, `${page.head}${written.join('\n')}`);
    page = sections(await readFile(file, 'utf8'));
  }
  assert.deepEqual(
    page.sections.map(({ number }) => number),
    numbers,
  );
  for (const { number, text, links } of page.sections) {
    assert.ok(text.length > 0);
    assert.ok(
      expected(number).length > 0,
      `invariant ${number} has no test whose title begins with its number`,
    );
    assert.deepEqual(links, expected(number), `the list of invariant ${number} in docs/invariants.md`);
  }
});

test('no link is dead, in any page of the documentation', async () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'].map((name) =>
    join(root, name),
  );
  for (const name of await readdir(join(root, 'docs')))
    if (name.endsWith('.md')) pages.push(join(root, 'docs', name));
  let checked = 0;
  for (const page of pages) {
    const text = await readFile(page, 'utf8');
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:|^#/.test(target!)) continue;
      await assert.doesNotReject(
        access(new URL(target!.replace(/#.*/, ''), `file://${page}`)),
        `${page}: ${target}`,
      );
      checked++;
    }
  }
  assert.ok(checked > 20);
});
