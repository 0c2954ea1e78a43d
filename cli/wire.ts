// What the API answers, as far as the CLI reads it. Every field is optional: it was sent by somebody else.

export type ListedEntry = {
  entry_id?: string
  cidr?: string
  network?: string
  address_count?: string
  note?: string
  enabled?: boolean
  create_time?: string
  expire_time?: string | null
  added_by?: string
}

export type KeyResource = {
  key_id?: string
  name?: string
  actor_id?: string
  scopes?: string[]
  status?: string
  expire_time?: string | null
  ip_restriction?: { allowed_cidrs?: string[]; canonical_cidrs?: string[] } | null
  access_mode?: string
  paused_time?: string | null
  replaced_by_key_id?: string
  rotation?: {
    grace_end_time?: string
    old_secret_callers?: { address?: string | null; count?: string; last_time?: string }[]
  }
}

export type IssueAnswer = { issued_api_key?: KeyResource; secret?: string }
export type RotateAnswer = IssueAnswer & { old_issued_api_key?: KeyResource }
export type ListAnswer = {
  issued_api_keys?: KeyResource[]
  imported_api_keys?: KeyResource[]
  next_page_token?: string
}
export type EntriesAnswer = { entries?: ListedEntry[] }

export type VerifyAnswer = {
  is_valid?: boolean
  key_id?: string
  actor_id?: string
  scopes?: string[]
  status?: string
  error_code?: string
  error_message?: string
  would_deny?: boolean
}

export type CheckAnswer = {
  allowed?: boolean
  access_mode?: string
  address?: string
  entry?: ListedEntry | null
  nearest?: { entry?: ListedEntry | null; message?: string; suggestion?: string | null } | null
}

export type DryRunAnswer = {
  dry_run?: boolean
  result?: unknown
  changes?: {
    fields?: string[]
    allowlist?: {
      added?: unknown[]
      removed?: unknown[]
      changed?: unknown[]
      addresses_before?: string
      addresses_after?: string
      addresses_gained?: string
      addresses_lost?: string
    } | null
  } | null
  effect?: {
    access_mode_before?: string
    access_mode_after?: string
    opens_to_any?: boolean
    refused_callers?: string[]
    admitted_refusals?: string[]
  } | null
}
