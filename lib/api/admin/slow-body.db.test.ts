import { request } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AdminDoor, openAdminDoor } from '#test/admin/door'

let door: AdminDoor
beforeAll(async () => {
  door = await openAdminDoor()
})
afterAll(() => door.close())

/** Sends the headers and the first byte, then does `meanwhile`, then sends the rest. */
async function sendSlowly(path: string, token: string, body: object, meanwhile: () => Promise<unknown>) {
  const text = JSON.stringify(body)
  const headers = {
    ...{ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    'Content-Length': Buffer.byteLength(text),
  }
  const outgoing = request(`${door.url}${path}`, { method: 'POST', headers, agent: false })
  const status = new Promise<number | undefined>((resolve, reject) => {
    outgoing.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject)
  })
  outgoing.write(text.slice(0, 1))
  await new Promise((resolve) => setTimeout(resolve, 300))
  await meanwhile()
  outgoing.end(text.slice(1))
  return status
}

it.each([
  ['revoked', 'UPDATE management_token SET revoked_at = now() WHERE workspace_id = $1', 401],
  ['kept to another address', "UPDATE management_token SET access_mode = 'enforce' WHERE workspace_id = $1", 403],
  ['left as it is', 'SELECT $1::uuid', 201],
])('a token that is %s while the body is on its way is judged when the body is there', async (_, sql, status) => {
  const { id, tokens } = await door.addWorkspace()
  const body = { name: 'n', actor_id: 'a' }
  const issued = '/v2alpha1/admin/issuedApiKeys'
  expect(await sendSlowly(issued, tokens.write, body, () => door.sql.query(sql, [id]))).toBe(status)
  const made = await door.sql.query('SELECT 1 FROM api_key WHERE workspace_id = $1', [id])
  expect(made.rowCount).toBe(status === 201 ? 1 : 0)
})
