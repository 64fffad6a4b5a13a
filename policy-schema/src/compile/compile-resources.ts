import { gateRecords } from '../operation/review-operation.ts';
import type { Rule } from '../schema/rule-schema.ts';
import type { CompileContext } from './compile-context.ts';
import type { PlaceSelector, ResourceSelector } from './compiled-rule.ts';
import { didYouMean } from './did-you-mean.ts';
import { compileGlob } from './glob.ts';
import type { Path } from './policy-source.ts';

type Resources = NonNullable<Rule['resources']>;
type Place = Omit<Resources, 'except'>;

/** Compiles `resources` and checks the connections that it names. */
export function compileResources(
  context: CompileContext,
  resources: Resources,
  path: Path,
): ResourceSelector {
  const { except } = resources;
  return {
    ...compilePlace(context, resources, path),
    except: except && compilePlace(context, except, [...path, 'except']),
  };
}

function compilePlace(context: CompileContext, place: Place, path: Path): PlaceSelector {
  for (const [i, connection] of (place.connections ?? []).entries()) {
    const known = context.environment?.connections.map(({ name }) => name);
    if (known === undefined || known.includes(connection) || connection === gateRecords) continue;
    const remedy = didYouMean(connection, known, 'Add it to the configuration.');
    context.source.atPath(
      [...path, 'connections', i],
      'unknown-connection',
      `No connection is called ${connection}.`,
      remedy,
    );
  }
  return {
    connections: place.connections,
    tenants: place.tenants?.map(compileGlob),
    databases: place.databases?.map(compileGlob),
    namespaces: place.namespaces?.map(compileGlob),
    collections: place.collections?.map(compileGlob),
  };
}
