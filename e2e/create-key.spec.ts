import { finish, keyName, listField, nameField, openKey, openTab, secretField } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verifyFrom } from './fixtures/verify.ts'

test('a new key works from its Allowed IPs and from nowhere else', async ({ asOwner: page }) => {
  const name = keyName('Production')
  await page.goto('/')
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'API Keys' }).click()
  // Both the header and the empty table of a new workspace offer it.
  await page.getByRole('link', { name: 'Create New Key' }).first().click()
  await nameField(page).fill(name)
  await listField(page).fill('192.168.1.100, 10.0.0.0/24, 203.0.113.42')
  await expect(page.getByText('3 entries, 258 addresses').first()).toBeVisible()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  const secret = await secretField(page).inputValue()

  for (const address of ['192.168.1.100', '10.0.0.0', '10.0.0.255', '203.0.113.42', '::ffff:203.0.113.42']) {
    const answer = await verifyFrom(address, secret)
    expect([address, answer.status, JSON.parse(answer.text)]).toEqual([
      address,
      200,
      { email: 'ada@example.com', status: 'good', validation_type: 'mx', credits_used: 1 },
    ])
  }
  for (const address of ['192.168.1.101', '10.0.1.0', '9.255.255.255', '203.0.113.41', '2001:db8::1', '127.0.0.1']) {
    const answer = await verifyFrom(address, secret)
    expect([address, answer.status, answer.text]).toEqual([address, 403, NOT_ALLOWED])
  }

  await finish(page)
  await openKey(page, name)
  await expect(page.getByRole('radio', { name: 'Enforce' })).toBeChecked()
  await openTab(page, 'Allowed addresses')
  await expect(page.getByRole('region', { name: 'Allowed addresses' })).toContainText('10.0.0.0/24')
})

test('a new key without Allowed IPs asks first, then works from anywhere', async ({ asOwner: page }) => {
  const name = keyName('Development')
  await page.goto('/settings/api-keys/new')
  await nameField(page).fill(name)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  const question = page.getByRole('alertdialog', { name: 'Open this key to any address?' })
  await expect(question).toBeVisible()
  await question.getByRole('button', { name: 'Go back' }).click()
  await expect(question).toBeHidden()
  await expect(nameField(page)).toHaveValue(name)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await question.getByRole('button', { name: 'Open to any address' }).click()
  const secret = await secretField(page).inputValue()
  for (const address of ['198.51.100.1', '2001:db8::1']) {
    expect((await verifyFrom(address, secret)).status).toBe(200)
  }
})

test('/30 says that it also admits a fourth address', async ({ asOwner: page }) => {
  await page.goto('/settings/api-keys/new')
  await listField(page).fill('203.0.113.100/30')
  await expect(page.getByText('Also admits 203.0.113.103')).toBeVisible()
  await expect(page.getByText('203.0.113.100 – 203.0.113.103')).toBeVisible()
})
