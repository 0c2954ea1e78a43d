import { z } from '@hono/zod-openapi'
import { alertKinds } from '#lib/alerts/kinds'
import type { AlertRow } from '#lib/alerts/views'
import { alertWords, kindWords } from '#lib/alerts/words'
import { env } from '#lib/env'
import { nextPage, time } from './answers.ts'

const alertAnswer = z
  .object({
    alert_id: z.string(),
    kind: z.enum(alertKinds),
    title: z.string(),
    message: z.string().openapi({ description: 'What happened, in a sentence.' }),
    url: z.string().openapi({ description: 'Where the dashboard shows it.' }),
    subject: z
      .object({ kind: z.enum(['key', 'list', 'ceiling', 'webhook']), id: z.string(), name: z.string() })
      .nullable()
      .openapi({ description: 'What it is about, as that was called then.' }),
    addresses: z.array(z.string()).openapi({ description: 'Addresses or networks that it is about, at most 20.' }),
    more_addresses: z.boolean(),
    count: z.int().openapi({ description: 'How often it happened.' }),
    first_time: time(),
    last_time: time(),
    read_time: time().optional(),
    read_by: z.string().optional(),
  })
  .openapi('Alert')

export const alertListAnswer = z
  .object({ alerts: z.array(alertAnswer), next_page_token: nextPage })
  .openapi('ListAlertsResponse')

export function wireAlert(alert: AlertRow): z.input<typeof alertAnswer> {
  const { id, kind, happening, count, firstAt, lastAt, readAt, readBy } = alert
  const words = happening === null ? null : alertWords(happening)
  return {
    ...{ alert_id: id, kind, title: words?.title ?? kindWords[kind].label, message: words?.sentence ?? '' },
    url: words === null ? '' : env().appUrl.origin + words.link.path,
    subject: happening?.detail.subject ?? null,
    addresses: happening?.detail.items ?? [],
    more_addresses: happening?.detail.more ?? false,
    ...{ count, first_time: firstAt.toISOString(), last_time: lastAt.toISOString() },
    ...(readAt === null ? {} : { read_time: readAt.toISOString() }),
    ...(readBy === null ? {} : { read_by: readBy }),
  }
}
