import type { CompiledRule } from '../../compile/compiled-rule.ts';
import { whoCovers } from '../lint/covers.ts';

/**
 * How a rule stands to the people of a permit: it binds all of them; it leaves all of them out by name, so that somebody meant
 * it so; it is for groups of which the permit names none; or that cannot be told.
 */
export type Binding = 'bound' | 'excepted' | 'apart' | 'unclear';

export function bindingOf({ principals: who, when }: CompiledRule, permit: CompiledRule): Binding {
  const own = permit.principals;
  if (own === undefined) return 'unclear';
  if (who?.except !== undefined && whoCovers(who.except, own)) return 'excepted';
  if (when !== undefined) return 'unclear';
  if (who === undefined || whoCovers(who, own)) return 'bound';
  const isGroups =
    own.groups.length > 0 &&
    own.groups.every(({ issuer }) => issuer === undefined) &&
    own.subjects.length + own.services.length + own.issuers.length === 0;
  const isApart =
    isGroups &&
    who.listed &&
    who.issuers.length + who.subjects.length === 0 &&
    own.groups.every(({ name }) => who.groups.every((one) => one.issuer !== undefined || one.name !== name));
  return isApart ? 'apart' : 'unclear';
}
