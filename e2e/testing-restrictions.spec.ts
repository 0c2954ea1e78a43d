import { edit, listField, makeKey, save } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { NOT_ALLOWED, verifyFrom } from './fixtures/verify.ts'

test.use({ callerAddress: '198.51.100.44' })

test('restrictions are tried out before they are relied on', async ({ asOwner: page, callerAddress }) => {
  const key = await makeKey(page, 'Trial', '203.0.113.100 # Production')

  await test.step('add the current address', async () => {
    await edit(page, key)
    await expect(page.getByText(callerAddress)).toBeVisible()
    await page.getByRole('button', { name: 'Add my current address' }).click()
    await expect(listField(page)).toHaveValue(/^203\.0\.113\.100(\/32)? # Production\n198\.51\.100\.44$/)
    await expect(page.getByRole('button', { name: 'Add my current address' })).toBeDisabled()
    await save(page)
  })
  await test.step('a call works', async () => {
    expect((await verifyFrom(callerAddress, key.secret)).status).toBe(200)
  })
  await test.step('remove it', async () => {
    await edit(page, key)
    await listField(page).fill('203.0.113.100 # Production')
    await save(page)
  })
  await test.step('a call is refused', async () => {
    const answer = await verifyFrom(callerAddress, key.secret)
    expect([answer.status, answer.text]).toEqual([403, NOT_ALLOWED])
  })
  await test.step('put the production servers in', async () => {
    await edit(page, key)
    await listField(page).fill('203.0.113.100, 203.0.113.101, 203.0.113.102 # Production')
    await save(page)
    for (const address of ['203.0.113.100', '203.0.113.101', '203.0.113.102']) {
      expect((await verifyFrom(address, key.secret)).status).toBe(200)
    }
    expect((await verifyFrom(callerAddress, key.secret)).status).toBe(403)
  })
})

test('an address is tried on a list before it is saved', async ({ asOwner: page }) => {
  await page.goto('/settings/api-keys/new')
  await listField(page).fill('203.0.113.100/30 # Production')
  const box = page.getByLabel('Test an address')
  await box.fill('203.0.113.103')
  await expect(page.getByText('203.0.113.103 matches 203.0.113.100/30 (line 1, Production)').first()).toBeVisible()
  await box.fill('203.0.113.104')
  await expect(page.getByText('203.0.113.104 is 1 past 203.0.113.100/30').first()).toBeVisible()
})
