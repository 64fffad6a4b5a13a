import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { SealedState } from './state/sealed-state.ts';
import type { UnfinishedSignIns } from './unfinished-sign-ins.ts';

/** Kinds that fall with the grant they belong to. */
const kind = (model: string): string => `oauth-${model}`;
const seconds = (): number => Math.floor(Date.now() / 1000);

/**
 * The authorization server's storage over sealed state. `grantEnded` is awaited before anybody is told that a grant
 * is gone, so that a sign-out has taken effect when its answer arrives.
 */
export function providerAdapter(
  state: SealedState,
  { unfinished, unclaimed }: { unfinished: UnfinishedSignIns; unclaimed: UnfinishedSignIns },
  grantEnded: (grantId: string) => Promise<void>,
): AdapterFactory {
  return (model): Adapter => {
    const opened = (
      found: { value: AdapterPayload; consumed?: number } | undefined,
    ): AdapterPayload | undefined =>
      found && { ...found.value, ...(found.consumed !== undefined && { consumed: found.consumed }) };
    return {
      async upsert(id, payload, expiresIn) {
        // Models without an end of their own (clients) are never stored here.
        const expires = seconds() + (expiresIn ?? 86_400);
        const alias = payload.uid ?? payload.userCode;
        if (model === 'Interaction' && payload.result === undefined) await unfinished.begun(id);
        if (model === 'DeviceCode') {
          if (payload.inFlight || payload.error !== undefined || payload.accountId !== undefined)
            unclaimed.settled(id);
          else await unclaimed.begun(id);
        }
        await state.put(kind(model), id, payload, {
          expires,
          ...(payload.grantId !== undefined && { group: payload.grantId }),
          ...(alias !== undefined && { alias }),
        });
      },
      async find(id) {
        return opened(await state.get<AdapterPayload>(kind(model), id));
      },
      async findByUid(uid) {
        return opened(await state.getByAlias<AdapterPayload>(kind(model), uid));
      },
      async findByUserCode(code) {
        return opened(await state.getByAlias<AdapterPayload>(kind(model), code));
      },
      async consume(id) {
        // Of two that present the same code or refresh token at once, one wins; the other counts as reuse.
        if (await state.consume(kind(model), id, seconds())) return;
        const grant = (await state.get<AdapterPayload>(kind(model), id))?.value.grantId;
        if (grant !== undefined) await grantEnded(grant);
        throw new errors.InvalidGrant('already used');
      },
      async destroy(id) {
        await state.remove(kind(model), id);
        if (model === 'Grant') await grantEnded(id);
        if (model === 'Interaction') unfinished.settled(id);
        if (model === 'DeviceCode') unclaimed.settled(id);
      },
      async revokeByGrantId(grantId) {
        await state.removeGroup(kind(model), grantId);
      },
    };
  };
}
