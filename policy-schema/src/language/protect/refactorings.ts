import { bitsOf } from '../../compile/class-bits.ts';
import type { CompiledPlace } from '../../compile/compile-policies.ts';
import { matchesFieldPath } from '../../decide/field-path.ts';
import type { MaskEntry } from '../../schema/mask-schema.ts';
import type { Analysis } from '../analyse.ts';
import type { CatalogueField } from '../catalogue.ts';
import type { Fix } from '../diagnose/policy-diagnostic.ts';
import { ruleAt } from '../document/rule-at.ts';
import { finished } from '../fix/fixes-for.ts';
import { rulesMeet } from '../lint/meets.ts';
import { claimsOf } from '../lint/protections.ts';
import { entriesOf, Protections } from './gaps.ts';
import { approvalBeside, filterBeside, maskBeside } from './guards-beside.ts';
import { unitsOf } from './units.ts';
import { usualApproval } from './usual-approval.ts';

/** What fields are called that tell who somebody is. */
const personal = /mail|phone|mobile|iban|card|ssn|passport|birth|address|surname|full_?name/i;
const reads = bitsOf(['search', 'fetch', 'scan']);

/** What protects the permit at an offset further: a mask, the caller's tenant, an approval; each as a rule beside it. */
export function refactorings(analysis: Analysis, offset: number): readonly Fix[] {
  const permit = ruleAt(analysis, offset)?.place;
  if (permit?.compiled.effect !== 'allow') return [];
  const { compiled } = permit;
  const known = new Protections(analysis);
  const binding = analysis.compilation.places.filter(
    (one) => one.compiled.effect !== 'allow' && !one.compiled.monitored && rulesMeet(one.compiled, compiled),
  );
  const fields = unitsOf(compiled, analysis.surroundings.catalogue).flatMap((unit) => unit.fields ?? []);
  const found: Fix[] = [];
  if ((compiled.classes & reads) !== 0) {
    const isHidden = (field: string): boolean =>
      binding.some((one) => one.compiled.masks.some((mask) => matchesFieldPath(mask.fields, field)));
    const paths = new Set(fields.flatMap(({ path }) => (personal.test(path) ? [path] : [])));
    // Where nobody knows the fields it is the usual one that stands there to be changed.
    const usual = [...(fields.length === 0 ? ['email'] : paths)].filter((path) => !isHidden(path));
    const entries = entriesOf(known.masksLacking(permit));
    const mask: readonly MaskEntry[] =
      entries.length > 0 || usual.length === 0 ? entries : [{ fields: usual, method: 'redact' }];
    if (mask.length > 0) found.push(maskBeside(permit, mask));
  }
  const lacking = claimsOf(known.filtersLacking(permit));
  const filter = Object.keys(lacking).length > 0 ? lacking : ownFilter(analysis, permit, binding, fields);
  if (filter !== undefined) found.push(filterBeside(permit, filter));
  if (!binding.some((one) => one.compiled.effect === 'require-approval'))
    found.push(
      approvalBeside(permit, undefined, usualApproval(analysis) ?? { approvers: { groups: ['GROUP'] } }),
    );
  return finished(analysis, found);
}

/** The field that is called as a claim of the caller, which records are most often kept apart by. */
function ownFilter(
  { surroundings: { catalogue } }: Analysis,
  { compiled }: CompiledPlace,
  binding: readonly CompiledPlace[],
  fields: readonly CatalogueField[],
): Record<string, string> | undefined {
  const claims = new Map(catalogue?.issuers.flatMap((issuer) => Object.entries(issuer.claims)) ?? []);
  const isBound = (name: string): boolean =>
    [...binding.map((one) => one.compiled), compiled].some(({ filter }) =>
      filter?.some(({ field }) => field === name),
    );
  const own = fields.filter(({ path, type }) => claims.get(path) === (type ?? claims.get(path)));
  const named = own.filter(({ path }) => claims.has(path)).map(({ path }) => path);
  const names = fields.length > 0 ? named : claims.size === 0 || claims.has('tenant') ? ['tenant'] : [];
  const name = names.includes('tenant') ? 'tenant' : names[0];
  return name === undefined || isBound(name) ? undefined : { [name]: name };
}
