import { jsonAnswer } from '#lib/api/answer'

/** What the gate answers to a call that it lets through; its peers answer the same bytes. */
export const GATE_ANSWER = jsonAnswer(200, { allowed: true })
