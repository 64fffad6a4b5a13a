import { createRequire } from 'node:module';
import type { MetadataJson } from 'libphonenumber-js/core';
import { GateError } from '../../../errors/gate-error.ts';

/** One way in which a country writes its numbers. */
interface Format {
  pattern(): string;
  format(): string;
  leadingDigitsPatterns(): readonly string[];
  nationalPrefixFormattingRule(): string | 0 | undefined;
}

/** What libphonenumber knows of a country's numbers. Only the lengths are in its published types; versions are pinned. */
export interface Plan {
  possibleLengths(): readonly number[];
  nationalNumberPattern(): string;
  formats(): readonly Format[];
  nationalPrefix(): string | 0 | undefined;
}

interface Library {
  readonly Metadata: new (
    metadata: MetadataJson,
  ) => { selectNumberingPlan(country: string): unknown; readonly numberingPlan?: unknown };
}

const isPlan = (value: unknown): value is Plan =>
  typeof value === 'object' && value !== null && 'nationalNumberPattern' in value && 'formats' in value;

/** Reads libphonenumber's tables (a few milliseconds); called once, when a policy first asks for telephone numbers. */
export function readPlans(): {
  readonly codes: Readonly<Record<string, readonly string[]>>;
  of(country: string): Plan;
} {
  const require = createRequire(import.meta.url);
  const { Metadata } = require('libphonenumber-js/core') as Library;
  const tables = require('libphonenumber-js/max/metadata') as MetadataJson;
  const metadata = new Metadata(tables);
  return {
    codes: tables.country_calling_codes,
    of(country) {
      metadata.selectNumberingPlan(country);
      const plan = metadata.numberingPlan;
      if (isPlan(plan)) return plan;
      throw new GateError(
        'start',
        `The tables of libphonenumber-js for ${country} are not as this version of VectorGate reads them.`,
      );
    },
  };
}
