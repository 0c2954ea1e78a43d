import type { Metadata } from 'next'
import { RequestWay } from '#components/proxy/request-way'
import { SettingsBlock } from '#components/proxy/settings-block'
import { SightTable } from '#components/proxy/sight-table'
import { Callout } from '#components/ui/callout'
import { Section } from '#components/ui/card'
import { DescriptionList } from '#components/ui/description-list'
import { EmptyState } from '#components/ui/empty-state'
import { PageHeader } from '#components/ui/page-header'
import { TextLink } from '#components/ui/text-link'
import { requireStaff } from '#lib/auth/staff-guards'
import { currentPeer } from '#lib/client-ip/peer'
import { proxyConfig, proxySights } from '#lib/doctor/notice'
import { shownHeader } from '#lib/doctor/proxy-config'
import { type ProxyReport, proxyReport } from '#lib/doctor/proxy-report'
import { env } from '#lib/env'
import { paths } from '#lib/paths'

export const metadata: Metadata = { title: 'Proxy set-up' }

export default async function ProxyPage() {
  await requireStaff()
  const { peer, rawHeaders } = currentPeer() ?? { peer: undefined, rawHeaders: [] }
  const report = proxyReport({ peer, rawHeaders }, env().clientIpPolicy, proxyConfig())
  const sights = proxySights().map(({ headers, firstAt, lastAt, ...sight }) => ({
    ...sight,
    headers: headers.map(shownHeader).join(', '),
    firstAt: new Date(firstAt).toISOString(),
    lastAt: new Date(lastAt).toISOString(),
  }))
  return (
    <>
      <PageHeader
        title="Proxy set-up"
        description="How the server tells who is calling. A restriction is only as good as the address it judges."
      />
      <ThisRequest report={report} />
      <Section title="Configuration">
        <DescriptionList items={settingsOf(report)} />
      </Section>
      <Section
        title="Headers that are not believed"
        description="Connections that sent forwarding headers without being a trusted proxy, as this process has counted them; the last day."
        flush
        footer={
          <span>
            <TextLink href={paths.docsPage('operate/doctor')}>gatelist doctor</TextLink> tries from outside what a
            forger could do. <TextLink href={paths.docsPage('operate/behind-a-proxy')}>How to set up a proxy</TextLink>
          </span>
        }
      >
        {sights.length === 0 ? (
          <EmptyState title="Nothing found" description="No connection that looks like a proxy was left unheard." />
        ) : (
          <SightTable sights={sights} now={new Date().toISOString()} />
        )}
      </Section>
    </>
  )
}

const tones = { ok: 'success', warning: 'warning', problem: 'danger', skipped: 'info' } as const

function ThisRequest({ report }: { report: ProxyReport }) {
  const { level, summary, meaning, settings, hops, headers } = report
  return (
    <Section
      title="This very request"
      description="What came with your opening of this page, from the far end to the server."
    >
      <div className="flex flex-col gap-4">
        <Callout tone={tones[level]} title={summary}>
          <p>{meaning}</p>
          <SettingsBlock settings={settings} />
        </Callout>
        <RequestWay hops={hops} />
        {headers.length > 0 && (
          <DescriptionList
            items={headers.map(({ name, lines }) => ({
              term: name,
              details: <span className="break-all font-mono text-[0.8125rem]">{lines.join(' · ')}</span>,
            }))}
          />
        )}
      </div>
    </Section>
  )
}

function settingsOf({ configuration: { source, trustedProxies, hops } }: ProxyReport) {
  const value = (text: string | null) =>
    text === null ? (
      <span className="text-muted">not set</span>
    ) : (
      <code className="break-all font-mono text-[0.8125rem]">{text}</code>
    )
  return [
    { term: 'CLIENT_IP_SOURCE', details: value(source) },
    { term: 'TRUSTED_PROXIES', details: value(trustedProxies) },
    { term: 'TRUSTED_PROXY_HOPS', details: value(hops === null ? null : String(hops)) },
  ]
}
