import { limits } from '#lib/db/pool'

// Tests beside each other on a machine at its limits wait for a connection longer than a caller may; what is asked of them is not how
// soon they are answered. Those that ask that are a project of their own, without this.
Object.assign(limits, { connectMs: 8000, answerMs: 10_000, lockedAnswerMs: 15_000 })
