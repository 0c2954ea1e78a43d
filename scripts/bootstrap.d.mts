/** Bundles server/main.ts to dist/server.js when its sources changed. */
export function buildServer(): Promise<void>
