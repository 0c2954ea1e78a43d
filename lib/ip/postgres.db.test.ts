import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type TestDatabase, testDatabase } from '#test/database'
import { formatAddress } from './address.ts'
import { addressNear, anyNetwork, networkList } from './arbitraries.ts'
import { parseEntry } from './entry.ts'
import { compileMatcher } from './matcher.ts'
import { formatNetwork, networkContains, parseCanonicalNetwork } from './network.ts'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await testDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})

afterAll(async () => {
  await client?.end()
  await database?.close()
})

/** One question for all samples: PostgreSQL is asked once, not a thousand times. */
async function column<T>(sql: string, ...samples: readonly (readonly string[])[]): Promise<T[]> {
  const { rows } = await client.query<{ answer: T }>(sql, [...samples])
  return rows.map((row) => row.answer)
}

const pair = anyNetwork.chain((network) => fc.tuple(fc.constant(network), addressNear([network])))
const listAndAddresses = networkList.chain((networks) =>
  fc.tuple(fc.constant(networks), fc.array(addressNear(networks), { minLength: 20, maxLength: 20 })),
)

describe('PostgreSQL agrees', () => {
  it('on which addresses a network contains', async () => {
    const pairs = fc.sample(pair, 5000)
    const answers = await column<boolean>(
      'SELECT n >>= a AS answer FROM unnest($1::inet[], $2::inet[]) WITH ORDINALITY AS t(n, a, i) ORDER BY i',
      pairs.map(([network]) => formatNetwork(network)),
      pairs.map(([, address]) => formatAddress(address)),
    )
    expect(pairs.map(([network, address]) => networkContains(network, address))).toEqual(answers)
  })

  it('on which addresses a list admits', async () => {
    for (const [networks, addresses] of fc.sample(listAndAddresses, 50)) {
      const matcher = compileMatcher(networks)
      const answers = await column<boolean>(
        `SELECT EXISTS (SELECT FROM unnest($1::inet[]) AS n WHERE n >>= a) AS answer
         FROM unnest($2::inet[]) WITH ORDINALITY AS t(a, i) ORDER BY i`,
        networks.map(formatNetwork),
        addresses.map(formatAddress),
      )
      expect(addresses.map((address) => matcher.matches(address))).toEqual(answers)
    }
  })

  it('on the network that stands in the list for an entry with host bits', async () => {
    const written = fc.sample(pair, 5000).map(([{ prefixBits, family }, address]) => {
      return `${formatAddress(address)}/${address.family === family ? prefixBits : 7}`
    })
    const answers = await column<string>(
      `SELECT host(network(n)) || '/' || masklen(n) AS answer
       FROM unnest($1::inet[]) WITH ORDINALITY AS t(n, i) ORDER BY i`,
      written,
    )
    const kept = written.map((text) => {
      const parsed = parseEntry(text)
      return parsed.ok ? parsed.networks : null
    })
    expect(kept).toEqual(answers.map((text) => [parseCanonicalNetwork(text)]))
  })

  it('on the text of a network, but for the dots it puts into ::/96', async () => {
    const networks = fc.sample(anyNetwork, 5000)
    const answers = await column<string>(
      `SELECT host(n) || '/' || masklen(n) AS answer FROM unnest($1::inet[]) WITH ORDINALITY AS t(n, i) ORDER BY i`,
      networks.map(formatNetwork),
    )
    expect(answers.map(parseCanonicalNetwork)).toEqual(networks)
    const plain = answers.map((text, i) => (/:.*\./.test(text) ? null : ([text, networks[i]] as const)))
    for (const row of plain) {
      if (row?.[1] !== undefined) expect(formatNetwork(row[1])).toBe(row[0])
    }
  })
})

describe('PostgreSQL is too kind a reader for what people type', () => {
  it.each([
    ['010.0.0.1', '10.0.0.1/32'],
    ['10.0.0.0/4294967304', '10.0.0.0/8'],
    ['10.0.0.0/08', '10.0.0.0/8'],
    ['10.1/16', '10.1.0.0/16'],
    ['1.2.3.4.', '1.2.3.4/32'],
    ['::.1', '::0.1.0.0/128'],
  ])('it takes %s for %s, and this refuses it', async (text, taken) => {
    const answers = await column<string>(`SELECT host(n) || '/' || masklen(n) AS answer FROM unnest($1::inet[]) AS n`, [
      text,
    ])
    expect(answers).toEqual([taken])
    expect(parseEntry(text).ok).toBe(false)
  })
})
