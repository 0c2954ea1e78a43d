import pg from 'pg'
import { sharedVariables } from '#test/e2e/servers'
import { listField, nameField } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { createToken, finishToken, makeToken, tokenField, tokenRow } from './fixtures/tokens.ts'

test('a token is made, shown once, and listed by what may be shown of it', async ({ asNewcomer: { page } }) => {
  await page.goto('/settings/api-keys')
  const tabs = page.getByRole('navigation', { name: 'API Keys' })
  await expect(tabs.getByRole('link', { name: 'API Keys' })).toHaveAttribute('aria-current', 'page')
  await tabs.getByRole('link', { name: 'Management tokens' }).click()
  await expect(page.getByRole('heading', { name: 'Management tokens', level: 1 })).toBeVisible()
  await expect(tabs.getByRole('link', { name: 'Management tokens' })).toHaveAttribute('aria-current', 'page')
  await expect(page.getByText('/v2alpha1/admin/issuedApiKeys')).toBeVisible()

  await page.getByRole('link', { name: 'Create token' }).click()
  await nameField(page).fill('Deployment')
  await page.getByRole('radio', { name: 'Write' }).check()
  await listField(page).fill('203.0.113.101/30, 2001:db8::1')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Deployment is ready' })).toBeFocused()
  const secret = await tokenField(page).inputValue()
  expect(secret).toMatch(/^gl_mgmt_[0-9A-Za-z]{49}$/)
  await expect(page.getByText(`GATELIST_TOKEN=${secret}`)).toBeVisible()
  await expect(page.getByText(`Authorization: Bearer ${secret}`)).toBeVisible()

  await page.getByRole('link', { name: 'Profile' }).click()
  const question = page.getByRole('alertdialog', { name: 'Leave without the token?' })
  await question.getByRole('button', { name: 'Stay' }).click()
  await finishToken(page)
  const row = tokenRow(page, 'Deployment')
  for (const text of ['Write', 'Active', '203.0.113.100/30', '2001:db8::1', 'Never', secret.slice(-4)]) {
    await expect(row).toContainText(text)
  }
})

test('the secret is in the answer of its action and nowhere else', async ({ asOwner: page }) => {
  const bodies: { what: string; text: string }[] = []
  await page.route('**', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 })
    const body = await response.body()
    const { pathname } = new URL(route.request().url())
    bodies.push({ what: `${route.request().method()} ${pathname}`, text: body.toString() })
    await route.fulfill({ response, body })
  })
  const { name, secret } = await makeToken(page, { allowedIps: '203.0.113.9' })
  await tokenRow(page, name).getByRole('link', { name: 'Edit' }).click()
  await expect(page.getByRole('heading', { name: `Edit ${name}` })).toBeVisible()
  await page.unrouteAll({ behavior: 'wait' })
  const random = secret.slice(-43)
  const held = bodies.filter(({ text }) => text.includes(random)).map(({ what }) => what)
  expect(held).toEqual(['POST /settings/api-keys/tokens/new'])
  expect(await page.content()).not.toContain(random)
})

test('a token that works from anywhere is asked about first', async ({ asOwner: page }) => {
  await page.goto('/settings/api-keys/tokens/new')
  await expect(page.getByText('Any address can use this token').first()).toBeVisible()
  await nameField(page).fill('Open')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  const question = page.getByRole('alertdialog', { name: 'Open this token to any address?' })
  await question.getByRole('button', { name: 'Go back' }).click()
  await expect(page.getByRole('radio', { name: 'Read' })).toBeChecked()
  await listField(page).fill('203.0.113.9 # office')
  await expect(page.getByText('what stands after # will not be saved')).toBeVisible()
})

test('name and list of a token are changed, and what another saved is not undone', async ({
  asOwner,
  asSecondEditor,
}) => {
  const { name } = await makeToken(asOwner, { allowedIps: '203.0.113.9' })
  await asSecondEditor.goto('/settings/api-keys/tokens')
  await tokenRow(asSecondEditor, name).getByRole('link', { name: 'Edit' }).click()
  await expect(listField(asSecondEditor)).toHaveValue('203.0.113.9')

  await tokenRow(asOwner, name).getByRole('link', { name: 'Edit' }).click()
  await nameField(asOwner).fill(`${name}, renamed`)
  await listField(asOwner).fill('198.51.100.0/24')
  await asOwner.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(asOwner.getByText(`${name}, renamed is saved`)).toBeVisible()
  await expect(tokenRow(asOwner, `${name}, renamed`)).toContainText('198.51.100.0/24')

  await listField(asSecondEditor).fill('192.0.2.1')
  await asSecondEditor.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(asSecondEditor.getByText('Somebody else changed the list of this token').first()).toBeVisible()
})

test('a token is revoked after one question', async ({ asOwner: page }) => {
  const { name } = await makeToken(page, { allowedIps: '203.0.113.9' })
  const question = page.getByRole('alertdialog', { name: `Revoke ${name}?` })
  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(tokenRow(page, name)).toContainText('Active')
  await page.getByRole('button', { name: `Revoke ${name}` }).click()
  await question.getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByText(`${name} is revoked`)).toBeVisible()
  await expect(tokenRow(page, name)).toContainText('Revoked')
  await expect(tokenRow(page, name).getByRole('link', { name: 'Edit' })).toBeHidden()
  await expect(page.getByRole('button', { name: `Revoke ${name}` })).toBeHidden()
})

test('another workspace sees nothing of a token', async ({ asOwner, asStranger }) => {
  const { name } = await makeToken(asOwner, { allowedIps: '203.0.113.9' })
  await tokenRow(asOwner, name).getByRole('link', { name: 'Edit' }).click()
  await expect(asOwner.getByRole('heading', { name: `Edit ${name}` })).toBeVisible()
  const response = await asStranger.goto(asOwner.url())
  expect(response?.status()).toBe(404)
  expect(await response?.text()).not.toContain(name)
  await asStranger.goto('/settings/api-keys/tokens')
  await expect(asStranger.getByRole('heading', { name: 'Create your first management token' })).toBeVisible()
  await expect(asStranger.getByText(name)).toBeHidden()
})

test('a member is told who manages tokens, and sees none', async ({ asNewcomer: { page, account } }) => {
  const name = 'Before the change'
  await createToken(page, { name, allowedIps: '203.0.113.9' })
  await finishToken(page)
  await tokenRow(page, name).getByRole('link', { name: 'Edit' }).click()
  await expect(page.getByRole('heading', { name: `Edit ${name}` })).toBeVisible()
  const editPage = page.url()
  await makeMember(account.email)
  for (const path of ['/settings/api-keys/tokens', '/settings/api-keys/tokens/new', editPage]) {
    await page.goto(path)
    await expect(page).toHaveURL(/\/settings\/api-keys\/tokens$/)
    await expect(page.getByRole('heading', { name: 'Owners and admins manage these' })).toBeVisible()
    expect(await page.content()).not.toContain(name)
  }
})

/** No page lets an owner become less, so the database is told. */
async function makeMember(email: string): Promise<void> {
  const client = new pg.Client({ connectionString: sharedVariables().DATABASE_URL })
  await client.connect()
  const sql = `UPDATE membership SET role = 'member' WHERE user_id = (SELECT id FROM user_account WHERE email = $1)`
  await client.query(sql, [email])
  await client.end()
}
