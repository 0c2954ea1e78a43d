import { prisma } from '#lib/db'
import type { Address } from '#lib/ip/address'
import type { Network } from '#lib/ip/network'
import { type Admission, type AdmittingKey, admittingKeys, countAdmitting, type Reach } from './admitting-keys.ts'
import { type AddressCheck, checkAddress } from './check-address.ts'

const KEYS_A_PAGE = 50

/** One key and one address, for the page. Null for a key of another workspace, exactly as for one that does not exist. */
export function checkedKey(workspaceId: string, keyId: string, address: Address): Promise<AddressCheck | null> {
  return checkAddress(prisma(), { workspaceId }, { keyId, address })
}

/** A page of the keys that a network opens, in one of the three groups. */
export type OpenedPage = { admission: Admission; reach: Reach; keys: AdmittingKey[]; page: number; pages: number }

/** `reach`: which group; null: the first that has keys. A page beyond the last is the last. */
export async function openedKeys(
  workspaceId: string,
  network: Network,
  wanted: { reach: Reach | null; page: number },
): Promise<OpenedPage> {
  const question = { workspaceId, network }
  const admission = await countAdmitting(prisma(), question)
  const { counts } = admission
  const reach = wanted.reach ?? (counts.all > 0 ? 'all' : counts.part > 0 ? 'part' : 'closed')
  const pages = Math.max(1, Math.ceil(counts[reach] / KEYS_A_PAGE))
  const page = Math.min(wanted.page, pages)
  const window = { reach, offset: (page - 1) * KEYS_A_PAGE, limit: KEYS_A_PAGE }
  return { admission, reach, keys: await admittingKeys(prisma(), question, window), page, pages }
}
