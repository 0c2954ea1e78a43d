/** What a column of a table or a member of an object is about. */
export type BulkColumn = 'network' | 'note' | 'expires' | 'enabled' | 'source'

/** As people, our own downloads and answers of the admin API call them; `written` is the spelling that a program sent. */
const names = {
  network: [
    'network',
    'cidr',
    'address',
    'addresses',
    'ip',
    'ipaddress',
    'range',
    'iprange',
    'subnet',
    'prefix',
    'ipprefix',
  ],
  note: ['note', 'notes', 'comment', 'comments', 'description'],
  expires: ['expires', 'expiresat', 'expiry', 'expiretime', 'until', 'validuntil'],
  enabled: ['enabled', 'active', 'on'],
  source: ['source'],
} as const satisfies Record<BulkColumn, readonly string[]>

const columns = new Map<string, BulkColumn>(
  Object.entries(names).flatMap(([column, spellings]) => spellings.map((name) => [name, column as BulkColumn])),
)

/** What our own files and answers tell besides, of which an import takes nothing. */
const TOLD = new Set(['id', 'entryid', 'addedby', 'addedat', 'createtime', 'addresscount'])

/** `Expires_At`, `expires at` and `expiresAt` are one name. */
export function columnOf(name: string): BulkColumn | 'told' | null {
  const plain = name.toLowerCase().replace(/[\s_-]/g, '')
  return columns.get(plain) ?? (TOLD.has(plain) ? 'told' : null)
}

/** A name that sounds as if it decided who is admitted: passing over it could admit too much for too long. */
export function soundsDecisive(name: string): boolean {
  return /expir|until|valid|enabl|disabl|activ|ttl|deny|block|except/i.test(name)
}
