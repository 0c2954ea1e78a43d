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
  source?: string
}

export type ImportRangesAnswer = {
  source?: string
  added_count?: number
  removed_count?: number
  entry_count?: number
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
  staff_hold?: { start_time: string; reason: string } | null
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
  would_deny?: boolean
  access_mode?: string
  address?: string
  explanation?: string
  through?: string | null
  entry?: ListedEntry | null
  allowlist?: NamedList | null
  ceiling?: { access_mode?: string; entry?: ListedEntry | null } | null
  nearest?: { entry?: ListedEntry | null; message?: string; suggestion?: string | null } | null
}

export type AdmittingKey = {
  key_id?: string
  kind?: string
  name?: string
  access_mode?: string
  admits?: string
  through?: string
  entries?: { network?: string; note?: string; allowlist?: NamedList | null }[]
  entry_count?: number
}

export type AdmittingAnswer = {
  network?: string
  admitting_count?: number
  partly_admitting_count?: number
  other_count?: number
  api_keys?: AdmittingKey[]
  next_page_token?: string
}

/** A named list, or the ceiling. */
export type NamedList = {
  allowlist_id?: string
  name?: string
  description?: string
  access_mode?: string
  entry_count?: number
  address_count?: string
  key_count?: number
  allowed_cidrs?: string[]
}
export type ListsAnswer = { allowlists?: NamedList[] }

export type CallersAnswer = {
  callers?: {
    address?: string | null
    outcome?: string
    is_let_through?: boolean
    count?: string
    first_time?: string
    last_time?: string
  }[]
}

export type Bypass = { start_time?: string; end_time?: string; reason?: string; opened_by?: string }

export type Version = {
  version_id?: string
  create_time?: string
  action?: string
  actor?: string
  address?: string
  door?: string
  access_mode?: string
  entry_count?: number
  added_count?: number
  removed_count?: number
  changed_count?: number
}

export type VersionsAnswer = { versions?: Version[]; next_page_token?: string }

export type VersionEntry = { network?: string; note?: string; enabled?: boolean; expire_time?: string }

export type VersionDiff = {
  added?: VersionEntry[]
  removed?: VersionEntry[]
  changed?: { before?: VersionEntry; after?: VersionEntry }[]
  access_mode?: { before?: string; after?: string } | null
  allowlists?: { added?: NamedList[]; removed?: NamedList[] } | null
  gained?: { address_count?: string }
  lost?: { address_count?: string }
  is_exact?: boolean
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
    lockout_risk?: { caller_count?: number; callers?: { address?: string | null }[] } | null
  } | null
}
