import { z } from '@hono/zod-openapi'
import { accessMode, time } from './answers.ts'

const versionEntry = z
  .object({
    network: z.string().openapi({ description: 'In canonical form, with its prefix.' }),
    note: z.string(),
    enabled: z.boolean(),
    expire_time: time().optional(),
    source: z.string().optional().openapi({ description: 'The published range file it was imported from.' }),
  })
  .openapi('VersionEntry')

const head = {
  version_id: z.string().openapi({ description: 'Counted from 1; never given to another version.', example: '3' }),
  create_time: time(),
  action: z.string().openapi({ description: 'What was done, as audit events name it.', example: 'key.allowlist' }),
  actor: z.string().openapi({ description: 'Who did it: an e-mail address, or `token` and its name.' }),
  address: z.string().optional().openapi({ description: 'From where; absent when that could not be determined.' }),
  door: z.string().openapi({ description: 'Which way it came in: `dashboard`, `api` or `cli`.' }),
  access_mode: accessMode,
  entry_count: z.int(),
  added_count: z.int().openapi({ description: 'Entries that this version brought.' }),
  removed_count: z.int().openapi({ description: 'Entries that it took away.' }),
  changed_count: z.int().openapi({ description: 'Entries that stayed with another note, switch, expiry or source.' }),
}

const versionHead = z.object(head).openapi('VersionSummary')

export const versionListAnswer = z
  .object({
    versions: z.array(versionHead),
    next_page_token: z.string().openapi({ description: 'The `page_token` of the next page; empty on the last.' }),
  })
  .openapi('ListVersionsResponse')

const usedLists = z.array(z.object({ allowlist_id: z.string(), name: z.string() }))

const isExact = z.boolean().openapi({
  description:
    'False when somebody changed entries in the database itself, past the record, so that some may have been otherwise.',
})

export const versionAnswer = z
  .object({
    ...head,
    entries: z.array(versionEntry).openapi({ description: 'The whole list, whether in force or not.' }),
    allowlists: usedLists.optional().openapi({ description: 'The named lists that a key used then.' }),
    is_exact: isExact,
    unsure_networks: z.array(z.string()).openapi({ description: 'Entries that may have been otherwise.' }),
  })
  .openapi('Version')

const addresses = z.object({ networks: z.array(z.string()), address_count: z.string() })

export const versionDiffAnswer = z
  .object({
    from: versionHead,
    to: versionHead,
    added: z.array(versionEntry),
    removed: z.array(versionEntry),
    changed: z.array(z.object({ before: versionEntry, after: versionEntry })),
    access_mode: z.object({ before: accessMode, after: accessMode }).nullable(),
    allowlists: z
      .object({ added: usedLists, removed: usedLists })
      .nullable()
      .openapi({ description: 'Named lists that a key took up and let go; null for lists that use none.' }),
    gained: addresses.openapi({ description: 'Of the entries that would be in force now: addresses that `to` adds.' }),
    lost: addresses.openapi({ description: 'The same for those that `to` no longer has.' }),
    is_exact: isExact,
  })
  .openapi('VersionDiff')
