import { z } from '@hono/zod-openapi'
import { proxyConfig } from '#lib/doctor/notice'
import { type ProxyReport, proxyReport } from '#lib/doctor/proxy-report'
import { env } from '#lib/env'
import { ok } from '#lib/errors'
import { version } from '#lib/version'
import { signedOperation } from './operator.ts'

/** Answers POST /v1/operator/proxy. */
export const answerOperatorProxy = signedOperation({
  path: '/v1/operator/proxy',
  schema: z.object({}),
  run: async (_actor, _input, { peer, rawHeaders }) =>
    ok(proxyReport({ peer, rawHeaders }, env().clientIpPolicy, proxyConfig())),
  body: proxyBody,
})

function proxyBody(report: ProxyReport): z.infer<typeof operatorProxySchema> {
  const { level, why, summary, meaning, settings, address, peer, hops, headers, configuration } = report
  const { source, trustedProxies, hops: counted } = configuration
  return {
    version,
    ...{ level, why, summary, meaning, address, peer },
    settings: [...settings],
    hops: [...hops],
    headers: headers.map(({ name, lines }) => ({ name, lines: [...lines] })),
    configuration: { source, trusted_proxies: trustedProxies, trusted_proxy_hops: counted },
  }
}

export const operatorProxySchema = z
  .object({
    version: z.string(),
    level: z.enum(['ok', 'warning', 'problem', 'skipped']),
    why: z.string(),
    summary: z.string(),
    meaning: z.string(),
    settings: z.array(z.string()).openapi({ description: 'Lines of configuration that would mend it.' }),
    address: z.string().nullable().openapi({ description: 'Who is believed to call; null: unknown.' }),
    peer: z.string().nullable().openapi({ description: 'Who connected.' }),
    hops: z
      .array(z.object({ text: z.string(), from: z.string(), role: z.string() }))
      .openapi({ description: 'From the far end to the connection.' }),
    headers: z.array(z.object({ name: z.string(), lines: z.array(z.string()) })),
    configuration: z.object({
      source: z.string(),
      trusted_proxies: z.string().nullable(),
      trusted_proxy_hops: z.number().nullable(),
    }),
  })
  .openapi('OperatorProxy')
