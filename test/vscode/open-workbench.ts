import { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { openVscodeWorld, type VscodeWorld, type VscodeWorldOptions } from './vscode-world.ts';
import { Workbench } from './workbench.ts';

/** The world of a suite and the workbench in it. Both are there once its tests run. */
export interface OpenWorkbench {
  readonly world: VscodeWorld;
  readonly bench: Workbench;
  readonly page: () => Page;
}

/** Opens a world, and the workbench in it, before the tests of the suite that calls this; closes it after them. */
export function openWorkbench(options: VscodeWorldOptions): OpenWorkbench {
  let world: VscodeWorld | undefined;
  let bench: Workbench | undefined;
  const there = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error('the workbench is not open yet');
    return part;
  };
  before(async () => {
    world = await openVscodeWorld(options);
    const page = world.context.pages()[0] ?? (await world.context.newPage());
    bench = await Workbench.open(page, world.server.url, world.workspace, options.gatewaySet !== false);
  });
  after(() => world?.close());
  return {
    get world() {
      return there(world);
    },
    get bench() {
      return there(bench);
    },
    page: () => there(bench).page,
  };
}
