export { LabCatalogue } from './catalogue/lab-catalogue.ts';
export { LiveLines } from './live/live-lines.ts';

import { isLanguagePath } from './is-policy-path.ts';
import { PolicyEditors, type PolicyEditorsOptions } from './policy-editors.ts';
import { PolicyTests } from './tests/policy-tests.ts';
import { showOutcomes } from './tests/show-outcomes.ts';
import { TallyLines } from './tests/tally-lines.ts';
import { PolicyService, type WorkerPort } from './worker/policy-service.ts';

/** All that is loaded with the first policy. */
export interface Editing {
  readonly editors: PolicyEditors;
  readonly tests: PolicyTests;
  /** The language, beside the page. */
  readonly service: PolicyService;
  /** Starts a worker for something long: it is whoever asked that ends it. */
  readonly startWorker: () => PolicyService;
}

/** The builder finds the worker by exactly this form. */
const startWorker = (): PolicyService =>
  new PolicyService(() => new Worker(new URL('./policy-worker.js', import.meta.url)) as WorkerPort);

export interface EditingOptions extends Omit<PolicyEditorsOptions, 'service' | 'runTests'> {
  /** Somebody wants to see the tests of a policy. */
  readonly showTests: () => void;
}

/** Starts the policy language beside this page, with the first policy that is opened in it. */
export function startEditing({ showTests, ...options }: EditingOptions): Editing {
  let started: PolicyService | undefined;
  const jobs = (): PolicyService => {
    started ??= startWorker();
    return started;
  };
  const { contents } = options;
  const openText = (path: string): string | undefined => editors.of(path)?.view.state.doc.toString();
  const tests = new PolicyTests({ contents, openText, jobs });
  const service = startWorker();
  const editors = new PolicyEditors({
    ...options,
    service,
    runTests: (path, ids) => void tests.run({ path, ids }),
  });
  showOutcomes(tests, editors);
  new TallyLines({ contents, editors, jobs, show: showTests });
  contents.fileChanged.connect((_, { type, oldValue, newValue }) => {
    const path = newValue?.path ?? oldValue?.path ?? '';
    if (!isLanguagePath(path)) return;
    if (type === 'save') tests.saved(path);
    else void tests.look();
  });
  return { editors, tests, service, startWorker };
}
