import type { PolicyFile } from '../compile/compile-policies.ts';
import type { IsLinear } from '../pattern/translate-pattern.ts';
import type { Catalogue } from './catalogue.ts';
import type { Severity } from './diagnose/severity.ts';
import type { LanguageMemory } from './document/language-memory.ts';
import type { Traffic } from './traffic.ts';

/** What a host knows besides the document: nothing here is looked up by the language itself. */
export interface Surroundings {
  /** Absent: names of connections, issuers, claims, collections and fields are not checked. */
  readonly catalogue?: Catalogue | undefined;
  /** The other policy files that are in force with this one. Absent: not known, so that nothing is said about them. */
  readonly files?: readonly PolicyFile[] | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Severities by code, of what is no load error; `off` leaves a code out. */
  readonly severities?: Readonly<Record<string, Severity | 'off'>> | undefined;
  /** RE2's word on patterns; without it one more may be refused when it is loaded. */
  readonly isLinear?: IsLinear | undefined;
  /** What recorded operations say about the rules; a text instead says in few words why nothing is told. */
  readonly traffic?: Traffic | string | undefined;
  /** What a host keeps from version to version: it makes the next answer quick, and changes none. */
  readonly memory?: LanguageMemory | undefined;
}
