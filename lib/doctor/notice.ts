import { hash } from 'node:crypto'
import { prisma } from '#lib/db'
import { env } from '#lib/env'
import type { ProxyConfig } from './proxy-config.ts'
import { ignoredWords, type ProxyWords } from './proxy-words.ts'
import { processSights, type Sight } from './sights.ts'

/** `finding` names what is told, so that putting it away holds for just that. */
export type ProxyNotice = { readonly finding: string; readonly sights: readonly Sight[]; readonly words: ProxyWords }

const NOTICE = 'proxy'

/** The three variables of this process. */
export function proxyConfig(): ProxyConfig {
  const { clientIpPolicy, trustedProxies } = env()
  return { source: clientIpPolicy.source, hops: clientIpPolicy.hops, trustedProxies }
}

/** What this process has seen of forwarding headers that are not believed. */
export function proxySights(): readonly Sight[] {
  return processSights(env().clientIpPolicy).read()
}

/** What to tell somebody of the staff about the proxy set-up; null where there is nothing, or they have put it away. */
export async function proxyNotice(userId: string): Promise<ProxyNotice | null> {
  const sights = proxySights()
  const [worst] = sights.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn))
  if (worst === undefined) return null
  const config = proxyConfig()
  const finding = findingOf(sights, config)
  const putAway = await prisma().staffDismissal.findUnique({
    where: { userId_notice: { userId, notice: NOTICE } },
    select: { finding: true },
  })
  return putAway?.finding === finding ? null : { finding, sights, words: ignoredWords(worst, config) }
}

/** Puts the notice away for one person, until it tells of something else. */
export async function dismissProxyNotice(userId: string, finding: string): Promise<void> {
  await prisma().staffDismissal.upsert({
    where: { userId_notice: { userId, notice: NOTICE } },
    create: { userId, notice: NOTICE, finding },
    update: { finding, dismissedAt: new Date() },
    select: { userId: true },
  })
}

/** Strangers are all the same: by calling from ever other addresses nobody can bring back what was put away. */
export function findingOf(sights: readonly Sight[], { source, trustedProxies }: ProxyConfig): string {
  const who = new Set(sights.map(({ peers, isOwn }) => (isOwn ? peers : 'strangers')))
  return hash('sha256', JSON.stringify([source, trustedProxies, [...who].sort()]), 'hex')
}
