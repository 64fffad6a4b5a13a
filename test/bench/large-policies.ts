// npm run bench -- large-policies [--keys 40] [--editor vscode|jupyter]: policies of 10 MB in both editors: how long until
// something is said of them, and how long a key takes to show while that goes on, beside files as large that are no policies.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { openPolicyLab } from '../browser/policy-lab.ts';
import { openVscodeWorld } from '../vscode/vscode-world.ts';
import { Workbench } from '../vscode/workbench.ts';
import { median } from './median.ts';

const { values } = parseArgs({
  options: { keys: { type: 'string', default: '40' }, editor: { type: 'string' } },
});

const head = `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: large, contact: "#bench" }
spec:
  rules:
`;
const rules = (characters: number): string => {
  let text = head;
  for (let i = 0; text.length < characters; i++)
    text += `    - id: rule-${i}\n      effect: guard\n      resources: { connections: [insights], collections: [customer-${i}] }\n      mask:\n        - { fields: [email], method: partial, keepLast: 4 }\n        - { fields: [phone, iban], method: redact }\n        - { fields: [name], method: tokenize }\n      message: Rule ${i} of many, which says at some length why it is there and whom to ask about it, so that rules are long: the people who own the data answer there within the day.\n`;
  return text;
};
/** Without brackets: the editor's own pairing of hundreds of thousands of open ones takes minutes in any file. */
const junk = 'a: - ? & *x | > % @ ` " # !y \t ~\n'.repeat(310_000);

/** What is said of a file, so that its looking is over. */
const files = [
  {
    name: 'plain-10mb.txt',
    what: 'no policy, the rules as text, 10 MB',
    text: rules(10_000_000),
    says: undefined,
  },
  // What the editor itself does for such text, without us.
  {
    name: 'rules-10mb.yaml',
    what: 'no policy, the same as YAML, 10 MB',
    text: rules(10_000_000),
    says: undefined,
  },
  { name: 'junk-10mb.txt', what: 'no policy, junk, 10 MB', text: junk, says: undefined },
  { name: 'large-1mb.policy.yaml', what: 'policy, just below the bound', text: rules(990_000), says: 'line' },
  { name: 'large-10mb.policy.yaml', what: 'policy of rules, 10 MB', text: rules(10_000_000), says: 'error' },
  { name: 'junk-10mb.policy.yaml', what: 'policy of junk, 10 MB', text: junk, says: 'error' },
] as const;

interface Typed {
  readonly median: number;
  readonly worst: number;
}

/** Milliseconds from pressing a key until the page has painted after it. */
async function typing(page: Page): Promise<Typed> {
  const taken: number[] = [];
  for (let i = 0; i < Number(values.keys); i++) {
    const from = performance.now();
    await page.keyboard.press('x');
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
    taken.push(performance.now() - from);
    // As fast as people type: what is looked at after a pause is looked at now and then.
    await pause(i % 8 === 7 ? 400 : 60);
  }
  return { median: median(taken), worst: Math.max(...taken) };
}

const row = (editor: string, what: string, said: number | undefined, { median, worst }: Typed): void => {
  const until = said === undefined ? '' : (said / 1000).toFixed(1);
  process.stdout.write(`| ${editor} | ${what} | ${until} | ${median.toFixed(0)} | ${worst.toFixed(0)} |\n`);
};

/** Opens a file, waits until its text shows and something is said of it, and types. */
async function measure(
  editor: string,
  page: Page,
  file: (typeof files)[number],
  open: () => Promise<{ readonly text: Locator; readonly said: (kind: string) => Locator }>,
): Promise<void> {
  const from = performance.now();
  const { text, said } = await open();
  await text.waitFor();
  if (file.says !== undefined) await said(file.says).waitFor({ state: 'attached' });
  const until = performance.now() - from;
  await text.click();
  await page.keyboard.press('Control+Home');
  row(editor, file.what, file.says === undefined ? undefined : until, await typing(page));
}

const placeOf = (name: string): string => name.replaceAll('.', '-');

const write = async (folder: string): Promise<void> => {
  // Each in a folder of its own: policies of one folder are looked at together.
  for (const { name, text } of files) {
    await mkdir(join(folder, placeOf(name)));
    await writeFile(join(folder, placeOf(name), name), text);
  }
};

process.stdout.write(
  '| editor | file | opened and told of, s | a key shows after, ms | the slowest key, ms |\n|---|---|---:|---:|---:|\n',
);

async function inVscode(): Promise<void> {
  const world = await openVscodeWorld({ prepare: write, settings: { 'files.autoSave': 'off' } });
  try {
    const page = world.context.pages()[0] ?? (await world.context.newPage());
    const bench = await Workbench.open(page, world.server.url, world.workspace);
    for (const file of files)
      await measure('VS Code', page, file, async () => {
        await bench.quickOpen(file.name);
        return {
          text: page.locator('.monaco-editor .view-line').first(),
          said: (kind) =>
            page
              .locator(kind === 'error' ? '.monaco-editor .squiggly-error' : '.codelens-decoration')
              .first(),
        };
      });
  } finally {
    await world.close();
  }
}

async function inJupyter(): Promise<void> {
  const lab = await openPolicyLab(write);
  try {
    const page = lab.context.pages()[0] ?? (await lab.context.newPage());
    for (const file of files)
      await measure('JupyterLab', page, file, async () => {
        await page.goto(
          `${lab.jupyter.url}/lab/tree/${placeOf(file.name)}/${file.name}?token=${lab.jupyter.token}&reset`,
        );
        const node = page.locator('.lm-DockPanel-widget:not(.lm-mod-hidden)');
        return {
          text: node.locator('.cm-line').first(),
          said: (kind) =>
            node.locator(kind === 'error' ? '[class*=cm-lint][class*=-error]' : '.vg-policy-lens').first(),
        };
      });
  } finally {
    await lab.close();
  }
}

if (values.editor !== 'jupyter') await inVscode();
if (values.editor !== 'vscode') await inJupyter();
