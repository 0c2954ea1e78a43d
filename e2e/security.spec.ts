import { join } from 'node:path'
import type { Page, Request } from '@playwright/test'
import { projectRoot } from '#server/project-root'
import { sharedVariables } from '#test/e2e/servers'
import { startServer } from '#test/servers'
import { staffDoors } from '#test/staff-paths'
import { newAccount, sendSignIn, signOut } from './fixtures/accounts.ts'
import { formsOf, type KeptAnswer, keepAnswers, storedForms } from './fixtures/answers.ts'
import { createKey, finish, keyName, type MadeKey, makeKey, openKey, secretField } from './fixtures/keys.ts'
import { resetPath } from './fixtures/reset-link.ts'
import { codeOf } from './fixtures/second-factor.ts'
import { expect, test } from './fixtures/test.ts'
import { makeToken } from './fixtures/tokens.ts'

const doorsOf = (folder: string) => staffDoors(join(projectRoot, 'app', folder)).filter(({ isDynamic }) => !isDynamic)
const dashboard = doorsOf('(dashboard)').map(({ path }) => path)
const everything = ['(auth)', '(dashboard)', '(staff)'].flatMap((folder) => doorsOf(folder).map(({ path }) => path))

test('no page needs what its policy forbids, and no page with a session is kept by a browser', async ({
  asStaff: page,
}) => {
  test.setTimeout(150_000)
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 404'))
      complaints.push(`${page.url()}: ${message.text()}`)
  })
  const unasked: string[] = []
  page.on('request', (request) => {
    if (request.headers()['next-router-prefetch'] !== undefined) unasked.push(`${page.url()}: ${request.url()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  const { url } = await makeKey(page, 'Policy', '203.0.113.42')
  const ofTheKey = ['', '/addresses', '/addresses/import', '/refused', '/history', '/edit'].map((tab) => url + tab)
  for (const path of [
    ...everything,
    ...ofTheKey,
    '/docs',
    '/docs/api/staff',
    '/docs/operate/browser-security',
    '/none',
  ]) {
    const answer = await page.goto(path)
    const headers = answer?.headers() ?? {}
    expect(headers['content-security-policy'], path).toMatch(
      /^default-src 'none'; script-src .*frame-ancestors 'none'$/,
    )
    expect(headers['content-security-policy'], path).not.toContain('unsafe')
    expect(headers['cache-control'], path).toMatch(/private.*no-store/)
    const html = (await answer?.text()) ?? ''
    expect([
      path,
      html.match(/<[^>]+ style=[^>]*>/)?.[0],
      html.match(/<(style|script)(?![^>]*nonce)[^>]*>/)?.[0],
    ]).toEqual([path, undefined, undefined])
  }
  await page.goto(url)
  await page.getByRole('button', { name: 'Rotate' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: /^Account menu of/ }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  expect(complaints).toEqual([])
  // No page asks for another one before somebody goes there.
  expect(unasked).toEqual([])
  await page.evaluate(() => document.body.setAttribute('style', 'color: red'))
  await expect.poll(() => complaints.join()).toContain('Content Security Policy')

  expect((await page.request.get('/_next/image?url=%2Ficon.svg&w=64&q=75')).status()).toBe(404)
  const [script = ''] = /\/_next\/static\/[^"]+\.js/.exec(await page.content()) ?? []
  expect((await page.request.get(script)).headers()['cache-control']).toBe('public, max-age=31536000, immutable')
})

test('no answer of a whole session holds a secret, beside the one that shows it, nor what is stored of one', async ({
  asNewcomer: { page, account },
}) => {
  test.setTimeout(150_000)
  const answers = await keepAnswers(page.context())
  const shown: { what: string; secret: string; by: string[] }[] = []

  const key = await makeKeyByForm(page)
  const { pathname } = new URL(key.url)
  shown.push({ what: 'key', secret: key.secret.slice(-43), by: ['POST /settings/api-keys/new'] })
  await page.getByRole('button', { name: 'Rotate' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Rotate' }).click()
  await expect(page.getByRole('heading', { name: `${key.name} has a new key` })).toBeFocused()
  shown.push({
    what: 'rotated key',
    secret: (await secretField(page).inputValue()).slice(-43),
    by: [`POST ${pathname}`],
  })
  await leaveSecret(page)
  const token = await makeToken(page, { allowedIps: '203.0.113.42' })
  shown.push({ what: 'token', secret: token.secret.slice(-43), by: ['POST /settings/api-keys/tokens/new'] })
  const webhook = await makeWebhook(page)
  shown.push({ what: 'webhook', secret: webhook.slice(6), by: ['POST /settings/alerts/webhooks/new'] })
  const invitation = await invite(page)
  shown.push({ what: 'invitation', secret: invitation, by: ['POST /settings/members'] })
  const { typedKey, codes } = await turnOnSecondFactor(page, account.password)
  const enrolment = ['POST /settings/profile/second-factor']
  shown.push({ what: 'second factor', secret: typedKey, by: enrolment })
  shown.push(...codes.map((secret) => ({ what: 'recovery code', secret, by: enrolment })))
  for (const { value, name } of await page.context().cookies()) {
    if (value.length > 20) shown.push({ what: name, secret: value, by: [] })
  }
  shown.push({ what: 'password', secret: account.password, by: [] })
  const fragment = (await resetPath(account.email)).split('#')[1] ?? ''

  await page.goto('/sign-in')
  await sendSignIn(page, account)
  await page.getByLabel('Code').fill(codes[0] ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'API Keys' })).toBeVisible()
  for (const path of [...dashboard, pathname, `${pathname}/history`]) await page.goto(path)
  const stored = await storedForms()
  await page.goto(`/reset-password#${fragment}`)
  await page.getByLabel('New password', { exact: true }).fill('other plain words here')
  await page.getByRole('button', { name: 'Set the password' }).click()
  await expect(page.getByRole('heading', { name: 'Password changed' })).toBeVisible()
  shown.push({ what: 'reset link', secret: fragment, by: [] })
  await page.context().unrouteAll({ behavior: 'wait' })

  expect(answers.length).toBeGreaterThan(60)
  for (const { what, secret, by } of shown) {
    const forms = [secret, secret.replaceAll(' ', ''), ...formsOf(Buffer.from(secret))]
    expect([what, holding(answers, forms)]).toEqual([what, by])
  }
  expect(stored.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['api_key', 'invitation', 'recovery_code', 'password']),
  )
  expect(stored.flatMap(({ what, forms }) => holding(answers, forms).map((where) => `${what} in ${where}`))).toEqual([])
})

test('every cookie is HttpOnly and SameSite, and on https locked to this host', async ({ asNewcomer, openBrowser }) => {
  const { page, account } = asNewcomer
  const link = await inviteLink(page)
  const visitor = await openBrowser()
  const actions: Request[] = []
  visitor.on('request', (request) => {
    if (request.headers()['next-action'] !== undefined) actions.push(request)
  })
  await visitor.goto(link)
  await expect(visitor.getByRole('heading', { name: 'You are invited' })).toBeVisible()
  await visitor.goto('/sign-in')
  await sendSignIn(visitor, account)
  await expect(visitor.getByRole('heading', { name: 'API Keys' })).toBeVisible()
  const plain = (await visitor.context().cookies()).map(({ name, httpOnly, sameSite, path, secure }) => ({
    ...{ name, httpOnly, sameSite, path, secure },
  }))
  const flags = { httpOnly: true, sameSite: 'Lax', path: '/', secure: false }
  expect(plain.sort((a, b) => a.name.localeCompare(b.name))).toEqual([
    { name: 'gatelist.device', ...flags },
    { name: 'gatelist.invitation', ...flags },
    { name: 'gatelist.session', ...flags },
  ])
  await signOut(visitor, account)
  expect((await visitor.context().cookies()).map(({ name }) => name)).not.toContain('gatelist.session')

  // The same requests to a server behind a proxy that ends TLS.
  const APP_URL = 'https://keys.example.com'
  const server = await startServer({ env: { ...sharedVariables(), APP_URL } })
  const cookies: string[] = []
  const call = async (path: string, init: RequestInit) => {
    const answer = await fetch(server.url + path, { ...init, redirect: 'manual' })
    expect(answer.headers.get('strict-transport-security'), path).toBe('max-age=31536000')
    cookies.push(...answer.headers.getSetCookie())
    return answer
  }
  try {
    await call('/api/auth/csrf', {})
    for (const request of actions) {
      const { 'next-action': action = '', 'content-type': type = '' } = request.headers()
      const headers = { 'Next-Action': action, 'Content-Type': type, Origin: APP_URL, Accept: 'text/x-component' }
      const { pathname } = new URL(request.url())
      await call(pathname, { method: 'POST', headers, body: request.postData() ?? '' })
    }
  } finally {
    await server.stop()
  }
  expect([...new Set(cookies.map((cookie) => cookie.split('=')[0]))].sort()).toEqual([
    '__Host-gatelist.callback',
    '__Host-gatelist.csrf',
    '__Host-gatelist.device',
    '__Host-gatelist.invitation',
    '__Host-gatelist.session',
  ])
  for (const cookie of cookies) {
    const parts = cookie.split('; ').map((part) => part.toLowerCase())
    expect(parts).toEqual(expect.arrayContaining(['path=/', 'httponly', 'secure', 'samesite=lax']))
    expect(cookie).not.toMatch(/domain=/i)
  }
})

function holding(answers: KeptAnswer[], forms: string[]): string[] {
  return answers.filter(({ text }) => forms.some((form) => text.includes(form))).map(({ what }) => what)
}

async function makeKeyByForm(page: Page): Promise<MadeKey> {
  const name = keyName('Watched')
  const secret = await createKey(page, { name, allowedIps: '203.0.113.42' })
  await finish(page)
  await openKey(page, name)
  return { name, secret, url: page.url() }
}

async function leaveSecret(page: Page): Promise<void> {
  await page.getByLabel(/^I have saved (it|them)$/).check()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByLabel(/^I have saved/)).toBeHidden()
}

async function makeWebhook(page: Page): Promise<string> {
  await page.goto('/settings/alerts/webhooks/new')
  await page.getByLabel('Address').fill('https://example.com/hook')
  await page.getByLabel('Description').fill('Watched')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  const secret = await page.getByLabel('Signing secret').inputValue()
  await leaveSecret(page)
  return secret
}

async function inviteLink(page: Page): Promise<string> {
  await page.goto('/settings/members')
  const form = page.getByRole('form', { name: 'Invite somebody' })
  await form.getByLabel('E-mail address').fill(newAccount('Ivy').email)
  await form.getByRole('button', { name: 'Invite' }).click()
  return (await page.getByRole('figure').getByRole('code').textContent()) ?? ''
}

async function invite(page: Page): Promise<string> {
  return new URL(await inviteLink(page)).hash.slice(1)
}

async function turnOnSecondFactor(page: Page, password: string): Promise<{ typedKey: string; codes: string[] }> {
  await page.goto('/settings/profile/second-factor')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Continue' }).click()
  const typedKey = (await page.getByRole('code').textContent()) ?? ''
  await page.getByLabel('Code', { exact: true }).fill(codeOf(typedKey))
  await page.getByRole('button', { name: 'Turn on' }).click()
  const list = page.getByRole('list', { name: 'Recovery codes' })
  await expect(list).toBeVisible()
  const codes = await list.getByRole('listitem').allInnerTexts()
  await leaveSecret(page)
  return { typedKey, codes }
}
