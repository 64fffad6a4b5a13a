/** The language of `*.policy.yaml`, as the manifest names it. */
export const policyLanguage = 'vectorgate-policy';
