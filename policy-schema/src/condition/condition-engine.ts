import { Environment, type ParseError } from '@marcbachmann/cel-js';
import type { ClaimType } from '../operation/identity.ts';
import type { OperationClass } from '../operation/operation-class.ts';
import { checkProfile } from './check-profile.ts';
import { checkRequestFields } from './check-request-fields.ts';
import type { Condition, ConditionInput, ConditionProblem } from './condition.ts';
import { isUnknown } from './is-unknown.ts';
import { problemOf } from './problem-of.ts';
import * as variables from './variables.ts';
import { ClaimsView, IdentityView, RequestView, TargetView } from './views.ts';

export type CompiledCondition =
  | { readonly condition: Condition; readonly problems?: undefined }
  | { readonly problems: readonly ConditionProblem[] };

/** Compiles the `when` of rules: our profile of CEL, typed by the claims that the issuers declare. */
export interface ConditionEngine {
  compile(source: string, classes: readonly OperationClass[]): CompiledCondition;
}

const limits = {
  maxAstNodes: 200,
  maxDepth: 24,
  maxListElements: 100,
  maxCallArguments: 4,
  maxMapEntries: 1,
};

/** An engine for one policy set. `claims` undefined: not known here, so every claim name and type is taken. */
export function createConditionEngine(
  claims: Readonly<Record<string, ClaimType | 'mixed'>> | undefined,
): ConditionEngine {
  const claimNames = claims && Object.keys(claims);
  const environment = new Environment({ unlistedVariablesAreDyn: false, limits });
  if (claims !== undefined) {
    const fields = Object.fromEntries(
      Object.entries(claims).map(([name, type]) => [
        name,
        type === 'mixed' ? 'dyn' : variables.claimTypes[type],
      ]),
    );
    environment.registerType('Claims', { ctor: ClaimsView, fields });
  }
  environment
    .registerType('Identity', {
      ctor: IdentityView,
      fields: { ...variables.identityFields, claims: claims === undefined ? 'map<string, dyn>' : 'Claims' },
    })
    .registerType('Target', { ctor: TargetView, fields: { ...variables.targetFields } })
    .registerType('Request', { ctor: RequestView, fields: { ...variables.requestFields } })
    .registerVariable('identity', 'Identity')
    .registerVariable('connection', 'string')
    .registerVariable('store', 'string')
    .registerVariable('target', 'Target')
    .registerVariable('request', 'Request');

  const identityView = (at: ConditionInput): object => {
    const { identity } = at.input;
    at.views.identity ??= new IdentityView(
      at.input,
      claimNames ? new ClaimsView(identity, claimNames) : identity.claims,
    );
    return at.views.identity;
  };

  return {
    compile(source, classes) {
      let parsed: ReturnType<Environment['parse']>;
      try {
        parsed = environment.parse(source);
      } catch (error) {
        return { problems: [problemOf(error as ParseError, source, claimNames)] };
      }
      const reading = checkProfile(parsed.ast);
      const problems = [...reading.problems, ...checkRequestFields(reading, classes)];
      if (problems.length > 0) return { problems };
      const checked = parsed.check();
      if (checked.error !== undefined) return { problems: [problemOf(checked.error, source, claimNames)] };
      if (checked.type !== 'bool') {
        const message = `The condition is not true or false, but of type ${checked.type}.`;
        return {
          problems: [
            {
              start: 0,
              end: source.length,
              code: 'when-not-boolean',
              message,
              remedy: 'Compare it with something.',
            },
          ],
        };
      }
      const claimsRead = reading.paths.flatMap(({ path }) =>
        path[1] === 'claims' && path[2] !== undefined ? [path[2]] : [],
      );
      const readsRequest = reading.paths.some(({ path }) => path[0] === 'request');
      return {
        condition: {
          source,
          readsRequest,
          readsTarget: reading.paths.some(({ path }) => path[0] === 'target'),
          claims: [...new Set(claimsRead)],
          evaluate(at) {
            const context = {
              identity: identityView(at),
              connection: at.input.connection.name,
              store: at.operation.store,
              target: new TargetView(at.target),
              // An implied operation has no request: reading it errors, so the answer is unknown unless it does not matter.
              request:
                readsRequest && at.operation.implied === undefined
                  ? new RequestView(at.operation)
                  : noRequest,
            };
            for (const path of reading.tested) if (isUnknown(context, path, at)) return 'unknown';
            try {
              const value: unknown = parsed(context);
              return value === true ? 'yes' : value === false ? 'no' : 'unknown';
            } catch {
              // An absent claim, an unresolved target: unknown, which never widens access.
              return 'unknown';
            }
          },
        },
      };
    },
  };
}

const noRequest: object = Object.create(RequestView.prototype) as object;
