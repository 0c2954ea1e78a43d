// Writes prisma/migrations/<time>_<name>/migration.sql: the SQL from the schema as last committed to the schema as it stands.
// Prisma's own migration engine is a download that many networks refuse; this is the same engine compiled to WebAssembly.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'

const SCHEMA = 'prisma/schema.prisma'

// Node 20 cannot import .wasm by itself, so the binary is bound to its glue by hand.
const { SchemaEngine, __wbg_set_wasm } = engineModule
const wasmPath = fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')).replace(
  /\.js$/,
  '.wasm',
)
const { instance } = await WebAssembly.instantiate(readFileSync(wasmPath), {
  './schema_engine_bg.js': engineModule as never,
})
__wbg_set_wasm(instance.exports)
;(instance.exports.__wbindgen_start as () => void)()

export async function schemaDiff(from: string | null, to: string): Promise<string> {
  const container = (content: string) => ({ tag: 'schemaDatamodel' as const, files: [{ path: SCHEMA, content }] })
  // The diff reads no table; the engine only asks the server for its version.
  const adapter = bindMigrationAwareSqlAdapterFactory(
    new PrismaPg({ connectionString: process.env.DATABASE_URL ?? '' }),
  )
  const engine = await SchemaEngine.new({ datamodels: [[SCHEMA, to]] }, () => undefined, adapter)
  try {
    const diff = await engine.diff({
      from: from === null ? { tag: 'empty' } : container(from),
      to: container(to),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    })
    return diff.stdout ?? ''
  } finally {
    engine.free()
  }
}

function committedSchema(): string | null {
  try {
    return execFileSync('git', ['show', `HEAD:${SCHEMA}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return null
  }
}

if (import.meta.filename === process.argv[1]) {
  const name = process.argv[2]
  if (name === undefined || !/^[a-z0-9_]+$/.test(name)) throw new Error('usage: npm run migrate:new -- lower_case_name')
  const sql = await schemaDiff(committedSchema(), readFileSync(SCHEMA, 'utf8'))
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = `prisma/migrations/${stamp}_${name}`
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/migration.sql`, sql)
  console.log(`${folder}/migration.sql`)
}
