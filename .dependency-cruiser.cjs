// The arrows of the house go down only: app → components and domain; domain → lib/db; pure rooms → nothing.
// lib/ip/arbitraries.ts makes the inputs of property tests.
const TESTS = '(\\.test\\.tsx?|/arbitraries\\.ts)$'

/** Rooms that speak to PostgreSQL themselves; everything else goes through lib/db. */
const DATABASE_ROOMS =
  '^(lib/(db|verify|traffic|auth|keys|audit|workspaces)(/|\\.ts$)|server/|bench/|faults/|scripts/|test/)'

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two files that need each other are one idea, or hide a third.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'lib-below-pages',
      severity: 'error',
      comment: 'Rules, queries and commands do not know the pages that show them.',
      from: { path: '^lib/', pathNot: TESTS },
      to: { path: '^(app|components|server|bench|faults|fuzz|test|e2e)/' },
    },
    {
      name: 'components-without-data',
      severity: 'error',
      comment: 'A component is given its data and its actions by the page.',
      from: { path: '^components/' },
      to: {
        path: [
          '^(app|server|bench|test|e2e)/',
          // Of lib/traffic these are pure; what is suggested is computed where it is adjusted.
          '^lib/(db|env|secrets|log|generated|api|verify|traffic(?!/(suggest|views|near-words|allowed-choice))|audit)(/|\\.ts$)',
          '^lib/[^/]+/(queries|commands|source|store)',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'ui-knows-no-domain',
      severity: 'error',
      comment: 'components/ui serves any product.',
      from: { path: '^components/ui/' },
      to: { path: ['^lib/(?!class-names|cn|time)', '^components/(?!ui/)'] },
    },
    {
      name: 'ip-is-pure',
      severity: 'error',
      comment: 'lib/ip also runs in the browser: data in, data out.',
      from: { path: '^lib/ip/', pathNot: TESTS },
      to: { pathNot: ['^lib/ip/', '^node_modules/ipaddr\\.js/'] },
    },
    {
      name: 'one-reader-of-addresses',
      severity: 'error',
      comment: 'ipaddr.js alone is too lenient; lib/ip/address.ts gates it.',
      from: { pathNot: ['^lib/ip/address\\.ts$', '^bench/apart/time-matcher\\.ts$', TESTS] },
      to: { path: '^node_modules/ipaddr\\.js/' },
    },
    {
      name: 'client-ip-is-pure',
      severity: 'error',
      comment: 'Resolving an address is a function of peer, headers and policy.',
      from: {
        path: '^lib/client-ip/',
        pathNot: [TESTS, '^lib/client-ip/(peer|current)\\.ts$'],
      },
      to: { pathNot: ['^lib/ip/', '^lib/client-ip/'] },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment: 'Clocks, sockets and databases stay outside of rules and schemas.',
      from: { path: '^lib/.*/(rules|schema|decide)\\.ts$' },
      to: {
        path: [
          '^lib/(db|env|secrets|log)(/|\\.ts$)',
          '/(queries|commands)\\.ts$',
          '^(node:)?(fs|net|http|crypto|dns)$',
        ],
      },
    },
    {
      name: 'database-by-its-rooms',
      severity: 'error',
      comment: 'pg is for the hot path and the process; everything else uses Prisma through lib/db.',
      from: { pathNot: [DATABASE_ROOMS, TESTS] },
      to: { path: '^node_modules/(pg|@prisma/adapter-pg)/' },
    },
    {
      name: 'cli-is-a-client',
      severity: 'error',
      comment: 'The CLI speaks HTTP like anybody else.',
      from: { path: '^cli/' },
      to: {
        path: ['^lib/(db|generated|auth|verify|traffic)', '^(app|server|components)/', '^node_modules/(@prisma|pg)/'],
      },
    },
    {
      name: 'sdk-stands-alone',
      severity: 'error',
      comment: 'It is installed where nothing else of ours is; of hono it needs types.',
      from: { path: '^sdk/', pathNot: TESTS },
      to: {
        path: [
          '^(app|components|lib|server|cli|bench|scripts|test)/',
          '^node_modules/(?!(hono|esbuild|vitest|@types)/)',
        ],
      },
    },
    {
      name: 'production-without-test-tools',
      severity: 'error',
      comment: 'What is served must not need a development package.',
      from: { path: '^(app|components|lib|server)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/(@types|tailwindcss)/' },
    },
    {
      name: 'nothing-missing',
      severity: 'error',
      comment: 'An import that cannot be resolved. dist/ is there after a build only.',
      from: {},
      to: { couldNotResolve: true, pathNot: '^\\.\\./dist/' },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^lib/generated/'] },
    // The bench's peers have packages of their own, which are installed when they are measured.
    exclude: { path: ['(^|/)(\\.next|dist|next-env\\.d\\.ts)(/|$)', '^bench/peers/better-auth/'] },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.css'],
    },
  },
}
