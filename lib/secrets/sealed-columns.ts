/** A column whose values are sealed under the master secret. `bound`: each is sealed for the id of its row. */
export type SealedColumn = {
  readonly name: 'signing keys' | 'webhook secrets' | 'second factors'
  readonly purpose: string
  readonly table: string
  readonly id: string
  readonly type: 'text' | 'uuid'
  readonly column: string
}

/** All that must be sealed anew when the master secret changes. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    name: 'signing keys',
    purpose: 'signing keys',
    table: 'signing_key',
    id: 'id',
    type: 'text',
    column: 'sealed_secret',
  },
  {
    name: 'webhook secrets',
    purpose: 'webhook secrets',
    table: 'webhook',
    id: 'id',
    type: 'uuid',
    column: 'sealed_secret',
  },
  {
    name: 'second factors',
    purpose: 'second factor',
    table: 'second_factor',
    id: 'user_id',
    type: 'uuid',
    column: 'secret',
  },
]
