import { randomUUID } from 'node:crypto'
import { sharedVariables } from '#test/e2e/servers'
import { type RunningServer, startServer } from '#test/servers'
import { onServer } from '#test/template'
import { newAccount, signUp } from './fixtures/accounts.ts'
import { expect, test } from './fixtures/test.ts'

let server: RunningServer
let databaseUrl: string

test.beforeEach(async () => {
  const { DATABASE_URL, ...shared } = sharedVariables()
  const name = `first_${randomUUID().replaceAll('-', '')}`
  await onServer(DATABASE_URL, (client) => client.query(`CREATE DATABASE ${name}`))
  const url = new URL(DATABASE_URL)
  url.pathname = `/${name}`
  databaseUrl = url.href
  server = await startServer({ env: { ...shared, DATABASE_URL: databaseUrl } })
})
test.afterEach(() => server.stop())

/** Who looks after the installation, in the order they signed up. */
async function staff(): Promise<(string | null)[]> {
  const { rows } = await onServer(databaseUrl, (client) =>
    client.query<{ staff_role: string | null }>('SELECT staff_role FROM user_account ORDER BY created_at'),
  )
  return rows.map((row) => row.staff_role)
}

test('the first account made at this machine looks after it, and no later one does', async ({ openBrowser }) => {
  const here = { baseURL: server.url, extraHTTPHeaders: {} }
  const first = await openBrowser(undefined, here)
  await first.goto('/')
  await expect(first.getByText('You are the first one here')).toBeVisible()
  await signUp(first, newAccount('First'))
  const second = await openBrowser(undefined, here)
  await second.goto('/sign-up')
  await expect(second.getByText('You are the first one here')).toBeHidden()
  await signUp(second, newAccount('Second'))
  expect(await staff()).toEqual(['staff', null])
})

test('elsewhere the first account needs the code that the server printed', async ({ openBrowser }) => {
  // A header of a proxy is enough not to be believed to sit at this machine.
  const page = await openBrowser(undefined, { baseURL: server.url })
  const account = newAccount('First')
  await page.goto('/sign-up')
  await page.getByLabel('Name', { exact: true }).fill(account.name)
  await page.getByLabel('E-mail address').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(account.password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('main').getByText('Enter the set-up code that the server printed')).toBeVisible()
  await page.getByLabel('Set-up code').fill('AAAA-AAAA-AAAA')
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('main').getByText('That is not the set-up code')).toBeVisible()
  expect(await staff()).toEqual([])
  const [code = ''] = /[A-Z0-9]{4}(-[A-Z0-9]{4}){2}/.exec(server.output()) ?? []
  await page.getByLabel('Set-up code').fill(code)
  await page.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'API Keys' })).toBeVisible()
  expect(await staff()).toEqual(['staff'])
})
