/** The people of the demo. Each one's password is the login; the sign-in page says so. */
export const people = [
  { login: 'ana', name: 'Ana Ruiz', groups: ['analysts'], tenant: 'acme' },
  { login: 'omar', name: 'Omar Haddad', groups: ['data-owners'] },
  { login: 'rita', name: 'Rita Lindqvist', groups: ['reviewers'] },
  { login: 'ola', name: 'Ola Nowak', groups: [] },
] as const;

/** The login of one of the people. */
export type Login = (typeof people)[number]['login'];

/** Subject of the pipeline's token, given by the issuer that policy calls `ci`. */
export const pipelineSubject = 'ingest';
