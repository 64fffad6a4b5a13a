import { CompileMemory } from '../../compile/compile-memory.ts';

/**
 * What a host keeps from one version of its documents to the next, so that a keystroke costs what it changed. What is said
 * with it is what is said without.
 */
export class LanguageMemory {
  readonly compile = new CompileMemory();

  /** Forgets a file that is gone. */
  forget(path: string): void {
    this.compile.forget(path);
  }
}
