/**
 * JavaScript, because a server that reads TypeScript loads the compiler for it, and holds its 24 MB.
 *
 * @type {import('next').NextConfig}
 */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The optimiser decodes images from anywhere; nothing here needs it (and it would bring 19 MB of decoders).
  images: { unoptimized: true },
  outputFileTracingExcludes: { '*': ['node_modules/sharp/**', 'node_modules/@img/**'] },
  serverExternalPackages: ['pg', 'pino', 'nodemailer', '@node-rs/argon2', '@prisma/client', '@prisma/adapter-pg'],
  // The type check is its own step of `npm test`, with the faster compiler.
  typescript: { ignoreBuildErrors: true },
  // Its development log would print what forms send, passwords included.
  logging: { serverFunctions: false },
  experimental: {
    serverActions: { bodySizeLimit: '2mb' },
    // React's debug data in development is matched by x-nextjs-* headers, which our door strips: every action would wait for it.
    reactDebugChannel: false,
  },
}

export default config
