import type { Secret } from '../../../model/secret.ts';

/** Whose tickets, and from where. Nothing that is fetched with a keytab or a password is written to a disk. */
export type CredentialSource =
  /** Tickets that are there already; `ccache` as libkrb5 names it (FILE:/tmp/x), its own choice (KRB5CCNAME) when undefined. */
  | { readonly from: 'ccache'; readonly principal: string; readonly ccache: string | undefined }
  | { readonly from: 'keytab'; readonly principal: string; readonly keytab: string }
  | { readonly from: 'password'; readonly principal: string; readonly password: Secret };
