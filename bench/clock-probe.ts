import type pg from 'pg'

// As lib/verify/source.ts asks it.
const QUESTION = 'SELECT gatelist_changes_since($1, 10001)'
/** Questions with a long answer are asked less often. */
const RUNS = 2000
const LONG_RUNS = 200
const LONG = 1000

/** What a question takes, in microseconds: as asked over a connection, and inside the database alone. */
export type QuestionTime = { p50: number; p99: number; inside: number }

/** Asks again and again what changed since `back` changes ago. */
export async function timeQuestion(client: pg.Client, back: number): Promise<QuestionTime> {
  const since = (await clockValue(client)) - back
  const runs = back < LONG ? RUNS : LONG_RUNS
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now()
    await client.query({ name: 'question', text: QUESTION, values: [since] })
    times.push((performance.now() - start) * 1000)
  }
  const sorted = times.sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(runs * share)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), inside: await insideDatabase(client, since, runs) }
}

/** Makes changes one after another, each in a transaction of its own, of keys drawn anew each time. */
export async function makeChanges(client: pg.Client, count: number): Promise<void> {
  // Nothing that is measured depends on their being on the disk.
  await client.query('SET synchronous_commit = off')
  await client.query(`DO $$
    DECLARE ids uuid[] := ARRAY(SELECT id FROM api_key);
    BEGIN
      FOR n IN 1..${count} LOOP
        PERFORM gatelist_mark_changed(ARRAY[ids[1 + floor(random() * cardinality(ids))]]);
        COMMIT;
      END LOOP;
    END $$`)
}

/** The plans of both statements inside the function, as they are run on this connection. */
export async function planOfQuestion(client: pg.Client): Promise<string> {
  const since = (await clockValue(client)) - 1
  await client.query(`LOAD 'auto_explain'`)
  const settings = ['min_duration = 0', 'analyze = on', 'buffers = on', 'timing = off', 'nested_statements = on']
  for (const setting of settings) await client.query(`SET auto_explain.log_${setting}`)
  await client.query('SET client_min_messages = log')
  const plans: string[] = []
  client.on('notice', ({ message = '' }) => plans.push(message))
  await client.query(QUESTION, [since])
  const read = plans.filter((text) => /FROM (change_clock|key_change)/.test(text)).map(planAlone)
  if (read.length !== 2) throw new Error(`the database showed ${read.length} plans instead of two`)
  return read.join('\n')
}

/** Without the statement, which stands before it. */
function planAlone(shown: string): string {
  const at = shown.search(/^(Limit|Result|(Index|Index Only|Seq|Bitmap Heap) Scan)\b/m)
  return shown.slice(at).trimEnd()
}

/** Bytes of what the question reads. */
export async function clockSizes(client: pg.Client): Promise<{ rows: number; table: number; index: number }> {
  const { rows } = await client.query<{ rows: number; table: number; index: number }>(
    `SELECT (SELECT count(*) FROM key_change)::int AS rows, pg_relation_size('key_change')::float8 AS table,
       pg_relation_size('key_change_clock_idx')::float8 AS index`,
  )
  return rows[0] ?? { rows: 0, table: 0, index: 0 }
}

async function clockValue(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ value: number }>('SELECT value::float8 AS value FROM change_clock')
  return rows[0]?.value ?? Number.NaN
}

async function insideDatabase(client: pg.Client, since: number, runs: number): Promise<number> {
  await client.query(`CREATE OR REPLACE FUNCTION pg_temp.ask_often(since bigint, times integer) RETURNS float8 LANGUAGE plpgsql AS $$
    DECLARE start timestamptz := clock_timestamp();
    BEGIN
      FOR n IN 1..times LOOP
        PERFORM gatelist_changes_since(since, 10001);
      END LOOP;
      RETURN extract(epoch FROM clock_timestamp() - start) * 1e6 / times;
    END $$`)
  const { rows } = await client.query<{ micros: number }>('SELECT pg_temp.ask_often($1, $2) AS micros', [since, runs])
  return rows[0]?.micros ?? Number.NaN
}
