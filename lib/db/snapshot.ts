import { prisma, type Tx } from '#lib/db'

/** Reads several things as they were at one moment. Nothing may be written in it. */
export function snapshot<T>(read: (tx: Tx) => Promise<T>): Promise<T> {
  return prisma().$transaction(read, { isolationLevel: 'RepeatableRead', maxWait: 2000, timeout: 8000 })
}
