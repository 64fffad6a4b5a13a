import type { ClaimType } from '@vectorgate/policy-schema';
import type { StoreName } from '../protocols/stores.ts';

/** A secret's place: never its text. Exactly one of the two. */
export type SecretReference = { readonly env: string } | { readonly file: string };

export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

export interface ListenerConfiguration {
  readonly host: string;
  /** 0: a free port. */
  readonly port: number;
  readonly tls?: TlsFiles;
  /** The address under which others reach this listener, when it differs (behind a load balancer). */
  readonly publicUrl?: string;
}

/** How a store wants to be shown its secret. */
export interface CredentialConfiguration {
  /** Lower case. */
  readonly header: string;
  /** Stands before the secret, e.g. `Bearer `. */
  readonly prefix: string;
  /** Present for the Basic scheme (RFC 7617): the secret is this user's password. */
  readonly user?: string;
  readonly secret: SecretReference;
  /** The secret signs a token for each request, instead of being shown. */
  readonly perRequest?: boolean;
}

export interface ConnectionConfiguration {
  readonly name: string;
  readonly store: StoreName;
  /** Base URL of the store. */
  readonly address: string;
  readonly tls?: { readonly authority?: string; readonly verify: boolean };
  /** The names and ports under which notebooks know it, e.g. `chroma.internal:8000`. */
  readonly knownAs: readonly string[];
  /** Of a store that speaks gRPC too: its port for it, which has an address and names of its own. */
  readonly grpc?: { readonly address: string; readonly knownAs: readonly string[] };
  readonly credential?: CredentialConfiguration;
  readonly mode: 'enforce' | 'monitor';
  /** Name of the issuer whose groups and subjects stand bare in policy. Default: the issuer with `signIn`. */
  readonly people?: string;
}

export interface IssuerConfiguration {
  /** The name that prefixes its groups and subjects in policy. */
  readonly name: string;
  /** OIDC issuer URL; discovery is read from it. */
  readonly issuer: string;
  /** Present on the one issuer that people sign in with. */
  readonly signIn?: {
    readonly clientId: string;
    readonly clientSecret?: SecretReference;
    readonly scopes: readonly string[];
  };
  /** Present on issuers whose own access tokens are taken as service identities: the audience they must carry. */
  readonly workloads?: { readonly audience: string; readonly algorithms: readonly string[] };
  /** Claims that policy may see, with their types. */
  readonly claims: Readonly<Record<string, ClaimType>>;
  readonly groups?: { readonly claim: string; readonly complete: boolean };
  /** Claim shown to people as the name. */
  readonly nameClaim: string;
}

/** How long records are kept, and how they are signed. */
export interface RecordsConfiguration {
  /** Segments whose newest record is older are removed; absent: none are. */
  readonly retentionDays?: number;
  readonly checkpoints: {
    /** Seed of the key that signs; absent: one derived from the master key. */
    readonly signingKey?: SecretReference;
    /** The one before, to vouch for it. */
    readonly previousSigningKey?: SecretReference;
    readonly everyRecords: number;
    readonly everySeconds: number;
    /** Folder to which they are published, outside the data folder. */
    readonly publish?: string;
    /** Connection URL of the PostgreSQL database to which they are published instead. */
    readonly publishToPostgres?: SecretReference;
  };
  /** The collector of logs that records are sent to as well; absent: none. */
  readonly openTelemetry?: {
    /** Its whole address for logs over OTLP/HTTP. */
    readonly url: string;
    readonly headers: Readonly<Record<string, SecretReference>>;
    readonly everySeconds: number;
  };
}

/** Who may put policies in force by publishing them. */
export interface PublishersConfiguration {
  /** Bare names of groups of the sign-in issuer. */
  readonly groups: readonly string[];
  /** `issuer:subject` of workloads. */
  readonly services: readonly string[];
  /** Ed25519; `publicKey` is 32 bytes as base64. */
  readonly keys: readonly { readonly id: string; readonly publicKey: string }[];
}

/** A branch of a git repository whose newest commit is in force. */
export interface PolicyGitConfiguration {
  readonly repository: string;
  readonly branch: string;
  /** Another one, whose newest commit decides beside it, without effect. */
  readonly canary?: string;
  /** Folder below its root; "" is the root. */
  readonly path: string;
  readonly everySeconds: number;
  readonly allowForced: boolean;
  /** File of SSH keys one of which must have signed the newest commit. */
  readonly allowedSigners?: string;
}

export interface PolicyConfiguration {
  readonly publishers?: PublishersConfiguration;
  readonly signatures: 'required' | 'optional';
  readonly git?: PolicyGitConfiguration;
}

export interface Configuration {
  /** Folder of the configuration file: relative paths were resolved against it. */
  readonly base: string;
  readonly listeners: { readonly data: ListenerConfiguration; readonly control: ListenerConfiguration };
  readonly connections: readonly ConnectionConfiguration[];
  readonly issuers: readonly IssuerConfiguration[];
  /** Groups (bare names of the sign-in issuer) who may have sessions forgotten. */
  readonly custodians: { readonly groups: readonly string[] };
  /** Who may read policy (file and line of a rule). */
  readonly policyReaders: { readonly groups: readonly string[] };
  /** Folder of policies; absent where they come from git or are only published. */
  readonly policies?: string;
  readonly policy: PolicyConfiguration;
  readonly data: string;
  /** The master key that wraps session keys and encrypts sign-in state; must lie outside `data`. */
  readonly masterKey: SecretReference;
  readonly records: RecordsConfiguration;
  readonly limits: {
    readonly requestBytes: number;
    readonly responseBytes: number;
    readonly accessTokenSeconds: number;
    readonly sessionHours: number;
    /** A store that is silent for so long, while a request is under way, is given up. */
    readonly storeSeconds: number;
    /** Bytes of refused requests that are recorded of one subject within an hour. */
    readonly refusedBytesPerHour: number;
    /** With less free room for records, in bytes, operations are refused before the disk is full. */
    readonly freeDiskBytes: number;
  };
  /** Token that opens /metrics; absent: only who asks on this machine sees them. */
  readonly metrics?: { readonly token: SecretReference };
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' };
  /**
   * Origins, each with a path prefix or without, under which editors may take a sign-in back besides loopback; the page
   * there always ends in `/vectorgate/callback`.
   */
  readonly editorOrigins: readonly string[];
  /** Whether VS Code and the command line may sign in by device code (RFC 8628). */
  readonly deviceCode: boolean;
}
