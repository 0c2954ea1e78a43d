/** Everything that changes a webhook or its messages. Each decides, writes and records its audit event in one transaction. */
export { deleteWebhook, enableWebhook, pauseWebhook, replaceSecret, updateWebhook } from './change-webhook.ts'
export { createWebhook } from './create-webhook.ts'
export { resend, sendTest } from './send-again.ts'
