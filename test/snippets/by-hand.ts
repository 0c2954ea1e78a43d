/** What the runner must know of a document beside its text. Everything else in it is run as it stands. */
export type Setting = {
  /** The token that GATELIST_TOKEN holds. */
  readonly token?: 'staff'
  /** Files in the folder where it is typed: a text, or the block of the document that holds these words. */
  readonly files?: Readonly<Record<string, string | { readonly block: string }>>
  /** Names of keys that the document takes as there. */
  readonly keys?: readonly string[]
  /** Variables that the document's reader has set. */
  readonly variables?: Readonly<Record<string, string>>
  /** What is typed into the first command that reads it. */
  readonly stdin?: 'token'
  /** Text that stands for something of the reader's own, and what it is here. */
  readonly instead?: Readonly<Record<string, string>>
  /** The status of every answer to curl, where some are no success. */
  readonly answers?: readonly number[]
  /** Commands that end otherwise than with 0, by how they begin, and why. */
  readonly ends?: Readonly<Record<string, { readonly code: number; readonly why: string }>>
}

export const settings: Readonly<Record<string, Setting>> = {
  'docs/guides/admin-api.md': {
    // Who has just called, and is to be refused from now on, is the reader.
    instead: { 'confirm_lockout=198.51.100.7': 'confirm_lockout=127.0.0.1' },
    // And is asked about once more when the list is enforced again.
    answers: [201, 200, 200, 201, 200, 200, 409, 200, 200, 200, 200],
  },
  'docs/guides/bulk-lists.md': {
    files: {
      'ip-ranges.json':
        '{"syncToken":"1","createDate":"2026-11-27-00-00-00","prefixes":[{"ip_prefix":"192.0.2.0/25","region":"eu-west-1","service":"EC2","network_border_group":"eu-west-1"}],"ipv6_prefixes":[]}',
    },
  },
  'docs/guides/choosing-a-list.md': {
    ends: {
      'gatelist keys check': { code: 5, why: 'the address is none of the list' },
      'gatelist keys admitting': { code: 5, why: 'no key admits the network' },
    },
  },
  'docs/guides/cli.md': {
    keys: ['status-page'],
    files: {
      'secret.txt': '$SECRET',
      'password.txt': 'a long enough password',
      'allowlists.yaml': { block: 'status-page:' },
    },
    stdin: 'token',
    // At a terminal it asks; here the token comes as the comment behind it says.
    instead: { '        # asks for the token; or: … --token-stdin < token.txt': ' --token-stdin' },
    ends: {
      'gatelist keys issued update': { code: 1, why: 'it would refuse the reader, who has just called' },
      'gatelist keys check': { code: 5, why: 'the address is none of the list' },
    },
  },
  'docs/guides/from-hand-made-lists.md': {
    files: { 'nginx.conf': { block: 'deny all' }, 'groups.json': { block: 'SecurityGroups' } },
    variables: { ALLOWED_IPS: '203.0.113.0/24,198.51.100.7' },
  },
  'docs/guides/from-talos.md': {
    files: {
      'keys.json': { block: 'raw_key' },
      'talos-keys.json':
        '{"issued_api_keys":[{"key_id":"1","name":"orders","actor_id":"partner","scopes":["orders:read"],"ip_restriction":{"allowed_cidrs":["10.0.0.0/8"]}},{"key_id":"2","name":"open","actor_id":"partner"}],"next_page_token":""}',
    },
  },
  'docs/guides/quick-start.md': { answers: [200, 403] },
  'docs/operate/exports.md': { token: 'staff' },
  'docs/operate/mail.md': { instead: { 'grace@example.com': 'grace.mail@example.com' } },
  'docs/operate/rotating-secrets.md': {
    ends: { 'gatelist admin rotate-secrets': { code: 1, why: 'no second secret is configured here' } },
  },
  'docs/operate/staff-api.md': {
    token: 'staff',
    stdin: 'token',
    files: { 'found.txt': '$SECRET' },
    instead: { 'pause KEY_ID': 'pause "$KEY_ID"' },
    ends: { 'gatelist staff audit verify': { code: 1, why: 'the head is shortened with an ellipsis' } },
  },
}

/** Blocks that are not run, by how they begin, and why. */
export const notRun: readonly { readonly document: string; readonly begins: string; readonly why: string }[] = [
  { document: 'docs/guides/sdk.md', begins: 'npm pack ./sdk', why: 'sdk/src/package.test.ts packs and installs it' },
  {
    document: 'docs/guides/in-front-of-your-api.md',
    begins: 'curl -si',
    why: 'test/gateway/guide.db.test.ts runs it behind a trusted proxy',
  },
  {
    document: 'docs/operate/containers.md',
    begins: 'docker build',
    why: 'needs a Docker engine; test/packaging/image.mjs runs its steps',
  },
  { document: 'docs/operate/containers.md', begins: 'docker compose', why: 'needs a Docker engine' },
  { document: 'docs/operate/containers.md', begins: 'kubectl', why: 'needs a cluster' },
  {
    document: 'docs/operate/backup.md',
    begins: 'pg_dump',
    why: 'needs the programs of PostgreSQL; test/restore runs them',
  },
  { document: 'docs/operate/backup.md', begins: 'docker compose', why: 'needs a Docker engine' },
  { document: 'docs/operate/backup.md', begins: 'kubectl', why: 'needs a cluster' },
  {
    document: 'docs/operate/backup.md',
    begins: 'createdb',
    why: 'needs the programs of PostgreSQL; test/restore runs them',
  },
  {
    document: 'docs/operate/backup.md',
    begins: 'npm run database',
    why: 'is about the built-in PostgreSQL, which is not what runs here',
  },
  {
    document: 'docs/operate/doctor.md',
    begins: 'gatelist doctor',
    why: 'looks at the machine; server/doctor has its own tests',
  },
  {
    document: 'docs/operate/behind-a-proxy.md',
    begins: 'gatelist doctor',
    why: 'looks at the machine; server/doctor has its own tests',
  },
]
