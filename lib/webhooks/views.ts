import type { Attempt } from './attempt-log.ts'
import type { DeliveryTimes } from './rules.ts'

/** A webhook without its secret. */
export type WebhookView = {
  id: string
  url: string
  description: string | null
  /** None: all. */
  kinds: string[]
  disabledAt: Date | null
  /** Why it was switched off, where nobody did. */
  problem: string | null
  createdBy: string
  createdAt: Date
  updatedAt: Date
}

/** In the table. `failed`: messages of the last 24 hours that have an attempt behind them and did not arrive. */
export type WebhookRow = WebhookView & { lastDeliveredAt: Date | null; waiting: number; failed: number }

/** `overlapUntil`: until when the secret before signs too. `now` is the database's time. */
export type WebhookDetail = WebhookView & { overlapUntil: Date | null; now: Date }

/** A message and how its delivery stands. */
export type Delivery = DeliveryTimes & {
  id: string
  /** As `webhook-id` has it. */
  messageId: string
  type: string
  createdAt: Date
  /** What is sent, laid out for reading. */
  payload: string
  log: Attempt[]
}

/** `next`: where the page after this one begins, or null. */
export type DeliveryPage = { deliveries: Delivery[]; next: string | null; pending: boolean }
