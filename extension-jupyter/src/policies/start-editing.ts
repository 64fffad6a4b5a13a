export { LabCatalogue } from './catalogue/lab-catalogue.ts';

import { PolicyEditors, type PolicyEditorsOptions } from './policy-editors.ts';
import { PolicyService, type WorkerPort } from './worker/policy-service.ts';

/** Starts the policy language beside this page, with the first policy that is opened in it. */
export function startEditing(options: Omit<PolicyEditorsOptions, 'service'>): PolicyEditors {
  // The builder finds the worker by exactly this form.
  const worker = new Worker(new URL('./policy-worker.js', import.meta.url));
  return new PolicyEditors({ ...options, service: new PolicyService(worker as WorkerPort) });
}
