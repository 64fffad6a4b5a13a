import { after, before } from 'node:test';
import type { Page } from 'playwright-core';
import { Lab, type LabWorld } from './lab.ts';

/** The world of a suite and JupyterLab in it. Both are there once its tests run. */
export interface OpenLab<World extends LabWorld> {
  readonly world: World;
  readonly lab: Lab;
  readonly page: () => Page;
}

/** Opens a world, and JupyterLab in it, before the tests of the suite that calls this; closes it after them. */
export function openLab<World extends LabWorld & { close(): Promise<void> }>(
  open: () => Promise<World>,
): OpenLab<World> {
  let world: World | undefined;
  let lab: Lab | undefined;
  const there = <Part>(part: Part | undefined): Part => {
    if (part === undefined) throw new Error('JupyterLab is not open yet');
    return part;
  };
  before(async () => {
    world = await open();
    lab = await Lab.open(world);
  });
  after(() => world?.close());
  return {
    get world() {
      return there(world);
    },
    get lab() {
      return there(lab);
    },
    page: () => there(lab).page,
  };
}
