/** Bundles server/main.ts to dist/server.js and server/database.ts to dist/database.js when their sources changed. */
export function buildServer(): Promise<void>

/** Bundles cli/main.ts to dist/cli.js when its sources changed. */
export function buildCli(): Promise<void>

/** Builds the pages when their sources changed. */
export function buildPages(): Promise<void>
