import { edit, listField, makeKey, openTab, save, saveList } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verifyFrom } from './fixtures/verify.ts'

test('a typo is explained at its place and mended by one press', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Typo', '198.51.100.1')
  await edit(page, key)
  await listField(page).fill('198.51.100.1 # Office\n203.0.113.42:443 # Shop')
  await expect(page.getByText('1 of 2 entries needs attention').first()).toBeVisible()
  await expect(page.getByText('line 2, column 13')).toBeVisible()
  await page.getByRole('button', { name: 'Use 203.0.113.42' }).click()
  await expect(listField(page)).toHaveValue('198.51.100.1 # Office\n203.0.113.42 # Shop')
  await expect(page.getByText('2 entries, 2 addresses').first()).toBeVisible()
  await save(page)
  expect((await verifyFrom('203.0.113.42', key.secret)).status).toBe(200)
})

test('the owner sees which address was refused, how often, and lists it by one press', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Behind NAT', '203.0.113.100')
  for (let call = 0; call < 3; call += 1) expect((await verifyFrom('198.51.100.77', key.secret)).text).toBe(NOT_ALLOWED)
  await openTab(page, 'Refused')
  const refused = page.getByRole('table', { name: 'Refused addresses' }).getByRole('row', { name: '198.51.100.77' })
  await expect(async () => {
    await page.reload()
    await expect(refused).toContainText('Address not allowed', { timeout: 500 })
  }).toPass()
  await expect(refused).toContainText('3 calls')

  await refused.getByRole('button', { name: 'Allow 198.51.100.77' }).click()
  const question = page.getByRole('alertdialog', { name: 'Allow 198.51.100.77?' })
  await question.getByRole('button', { name: 'Allow' }).click()
  await expect(refused).toContainText('By now the key admits this address.')
  expect((await verifyFrom('198.51.100.77', key.secret)).status).toBe(200)
  await expect(refused.getByRole('button', { name: /^Allow/ })).toBeHidden()
})

test('IPv4 and IPv6 are told apart, and IPv4 inside IPv6 is IPv4', async ({ asOwner: page }) => {
  const key = await makeKey(page, 'Families', '203.0.113.42')
  expect((await verifyFrom('2001:db8::42', key.secret)).text).toBe(NOT_ALLOWED)
  expect((await verifyFrom('::ffff:203.0.113.42', key.secret)).status).toBe(200)
  await openTab(page, 'Refused')
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('region', { name: 'Refused calls' })).toContainText('2001:db8::42', {
      timeout: 500,
    })
  }).toPass()

  await saveList(page, key, '203.0.113.42, 2001:DB8:0::/48')
  expect((await verifyFrom('2001:db8::42', key.secret)).status).toBe(200)
  expect((await verifyFrom('2001:db8:1::42', key.secret)).text).toBe(NOT_ALLOWED)
  await saveList(page, key, '::/0')
  expect((await verifyFrom('2001:db8:1::42', key.secret)).status).toBe(200)
  expect((await verifyFrom('203.0.113.42', key.secret)).text).toBe(NOT_ALLOWED)
})

test.describe('where the server cannot tell who calls', () => {
  test.use({ callerAddress: 'nonsense' })

  test('a restricted key refuses, and the owner sees why', async ({ asOwner: page }) => {
    const key = await makeKey(page, 'Misconfigured', '203.0.113.42')
    expect((await verifyFrom('nonsense', key.secret)).text).toBe(NOT_ALLOWED)
    await openTab(page, 'Refused')
    await expect(async () => {
      await page.reload()
      const refused = page.getByRole('table', { name: 'Refused addresses' })
      await expect(refused).toContainText('Unable to determine client IP', { timeout: 500 })
    }).toPass()
    await edit(page, key)
    await expect(page.getByRole('button', { name: 'Add my current address' })).toBeDisabled()
    await expect(page.getByText('This server could not tell which address you have')).toBeVisible()
  })
})
