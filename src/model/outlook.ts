/** PST files that the Outlook profiles of each signed-in user name, each once. Users whose hive is not loaded are not listed. */
export interface OutlookDataFilesFact {
  readonly users: readonly (
    | { readonly sid: string; readonly status: 'counted'; readonly files: number }
    | { readonly sid: string; readonly status: 'unreadable'; readonly why: string }
  )[];
}
