import type { Page } from '@playwright/test'
import { edit, listField, type MadeKey, makeKey, nameField, save } from './fixtures/keys.ts'
import { expect, test } from './fixtures/test.ts'
import { verifyFrom } from './fixtures/verify.ts'

const press = (page: Page) => page.getByRole('button', { name: 'Save', exact: true }).click()
const conflict = (page: Page) =>
  page.getByRole('alert').filter({ hasText: 'Somebody else saved this key while you were editing' })

/** Both open the form; the first saves. Ends with the second having pressed Save too. */
async function collide(first: Page, second: Page): Promise<MadeKey> {
  const key = await makeKey(first, 'Shared', '203.0.113.1\n203.0.113.2 # old')
  await edit(first, key)
  await edit(second, key)
  await listField(first).fill('203.0.113.1\n203.0.113.3 # theirs')
  await save(first)
  await nameField(second).fill(`${key.name}, mine`)
  await listField(second).fill('203.0.113.1\n203.0.113.4 # mine')
  await press(second)
  await expect(conflict(second)).toBeVisible()
  return key
}

async function expectAdmitted({ secret }: MadeKey, admitted: number[]): Promise<void> {
  for (const last of [1, 2, 3, 4, 5]) {
    const { status } = await verifyFrom(`203.0.113.${last}`, secret)
    expect([last, status]).toEqual([last, admitted.includes(last) ? 200 : 403])
  }
}

test('the second of two editors sees what changed and loses nothing', async ({ asOwner, asSecondEditor, owner }) => {
  const key = await collide(asOwner, asSecondEditor)
  const notice = conflict(asSecondEditor)
  await expect(notice).toContainText(owner.account.email)
  await expect(notice).toContainText(/Removed: 203\.0\.113\.2(\/32)? # old/)
  await expect(notice).toContainText(/Added: 203\.0\.113\.3(\/32)? # theirs/)
  await expect(nameField(asSecondEditor)).toHaveValue(`${key.name}, mine`)
  await expect(listField(asSecondEditor)).toHaveValue('203.0.113.1\n203.0.113.4 # mine')
  await expectAdmitted(key, [1, 3])
})

test('they can go on from what the other saved', async ({ asOwner, asSecondEditor }) => {
  const key = await collide(asOwner, asSecondEditor)
  await asSecondEditor.getByRole('button', { name: 'Use theirs' }).click()
  await expect(conflict(asSecondEditor)).toBeHidden()
  await expect(nameField(asSecondEditor)).toHaveValue(key.name)
  await expect(listField(asSecondEditor)).toHaveValue(/203\.0\.113\.3(\/32)? # theirs/)
  await listField(asSecondEditor).fill('203.0.113.1\n203.0.113.3 # theirs\n203.0.113.4 # mine')
  await save(asSecondEditor)
  await expectAdmitted(key, [1, 3, 4])
})

test('they can save theirs over it, knowingly', async ({ asOwner, asSecondEditor }) => {
  const key = await collide(asOwner, asSecondEditor)
  await asSecondEditor.getByRole('button', { name: 'Save mine over it' }).click()
  await expect(asSecondEditor.getByRole('heading', { name: `${key.name}, mine`, level: 1 })).toBeVisible()
  await expectAdmitted(key, [1, 4])
})

test('a third save in between is not overwritten unseen either', async ({ asOwner, asSecondEditor }) => {
  const key = await collide(asOwner, asSecondEditor)
  await edit(asOwner, key)
  await listField(asOwner).fill('203.0.113.5 # third')
  await save(asOwner)
  await asSecondEditor.getByRole('button', { name: 'Save mine over it' }).click()
  await expect(conflict(asSecondEditor)).toContainText(/Added: 203\.0\.113\.5(\/32)? # third/)
  await expect(listField(asSecondEditor)).toHaveValue('203.0.113.1\n203.0.113.4 # mine')
  await expectAdmitted(key, [5])
})
