import type {
  Completion,
  Fix,
  Formatted,
  Named,
  PolicyHover,
  Renaming,
} from '@vectorgate/policy-schema/language';
import type { Look, PolicyWork } from '../worker/policy-messages.ts';
import type { PolicyService } from '../worker/policy-service.ts';

/** One open policy as the language sees it. Every question is about the text that is given along. */
export class PolicyText {
  private readonly service: PolicyService;
  private readonly pathNow: () => string;
  private sent: { readonly path: string; readonly text: string; readonly to: number | undefined } | undefined;

  constructor(service: PolicyService, path: () => string) {
    this.service = service;
    this.pathNow = path;
  }

  get path(): string {
    return this.pathNow();
  }

  look(text: string): Promise<Look> {
    return this.service.ask('look', this.at(text));
  }

  count(text: string): ReturnType<typeof this.service.ask<'count'>> {
    return this.service.ask('count', this.at(text));
  }

  complete(text: string, offset: number): Promise<readonly Completion[]> {
    return this.service.ask('complete', this.at(text), offset);
  }

  refactor(text: string, offset: number): Promise<readonly Fix[]> {
    return this.service.ask('refactor', this.at(text), offset);
  }

  hover(text: string, offset: number): Promise<PolicyHover | undefined> {
    return this.service.ask('hover', this.at(text), offset);
  }

  named(text: string, offset: number): Promise<Named | undefined> {
    return this.service.ask('named', this.at(text), offset);
  }

  rename(text: string, offset: number, name: string): Promise<Renaming> {
    return this.service.ask('rename', this.at(text), offset, name);
  }

  format(text: string): Promise<Formatted> {
    return this.service.ask('format', this.at(text));
  }

  symbols(text: string): ReturnType<typeof this.service.ask<'symbols'>> {
    return this.service.ask('symbols', this.at(text));
  }

  /** Nobody has it open any more. */
  forget(): void {
    if (this.sent !== undefined) this.tell('forget', this.sent.path);
    this.sent = undefined;
  }

  private at(text: string): string {
    const { path } = this;
    if (this.sent?.path !== path) this.forget();
    // A worker that took the place of one that failed knows no text yet.
    if (this.sent?.text !== text || this.sent.to === undefined || this.sent.to !== this.service.generation) {
      this.tell('put', path, text);
      this.sent = { path, text, to: this.service.generation };
    }
    return path;
  }

  /** Where no worker runs, the question behind this one says so. */
  private tell<Kind extends 'put' | 'forget'>(kind: Kind, ...args: Parameters<PolicyWork[Kind]>): void {
    this.service.ask(kind, ...args).catch(() => undefined);
  }
}
