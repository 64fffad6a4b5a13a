import { join } from 'node:path';
import { suite } from 'node:test';
import { writeNotebook } from '../browser/write-notebook.ts';
import { openWorkbench } from './open-workbench.ts';
import { accounts, accountsWithoutGateway } from './signing-in/accounts.ts';
import { consent } from './signing-in/consent.ts';
import { doctor } from './signing-in/doctor.ts';
import { setGateway } from './signing-in/set-gateway.ts';
import { kernelFromBefore, trouble, whereCells, withoutGateway } from './signing-in/trouble.ts';

/** One window from where no gateway is set to where another extension asks for Ana's session: each part begins where the one before it ends. */
suite('from no gateway to a session that others ask for, in VS Code', () => {
  const at = openWorkbench({
    gatewaySet: false,
    companions: ['companion'],
    prepare: (workspace) => writeNotebook(join(workspace, 'where.ipynb'), whereCells),
  });
  const opened = withoutGateway(at);
  accountsWithoutGateway(at);
  setGateway(at);
  kernelFromBefore(at, opened);
  doctor(at);
  trouble(at, opened);
  accounts(at);
  consent(at);
});
