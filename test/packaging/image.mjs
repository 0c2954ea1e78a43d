// `node test/packaging/image.mjs`: runs the very instructions of the Dockerfile where there is no Docker engine, and then the image they
// come to. Its instructions run as they stand there, and the image without root and with nothing writable. As root on Linux, with
// TEST_DATABASE_SERVER, and nothing on port 5432; it takes some minutes, and is no part of `npm test`.
// NODE_BINARY is the Node to use in place of this one; GATHERED is what gather.mjs has made already, and skips the first stage.
import { lstatSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onServer } from './checks.mjs'
import { instructionsOf } from './dockerfile.mjs'
import { proveCompose } from './prove-compose.mjs'
import { proveServer } from './prove-server.mjs'
import { buildStages, node, repository, work } from './stages.mjs'

/** What debian:12-slim takes unpacked, which is not at hand here. */
const SLIM_MB = 75
const MOST_MB = 250

const { TEST_DATABASE_SERVER: databaseServer } = process.env
if (databaseServer === undefined || process.getuid?.() !== 0) throw new Error('It needs root and TEST_DATABASE_SERVER.')

function bytesBelow(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + lstatSync(join(parentPath, name)).size, 0)
}

const database = `image_${process.pid}`
try {
  const image = buildStages(instructionsOf(readFileSync(join(repository, 'Dockerfile'), 'utf8')))
  const [app, ofNode] = [bytesBelow(join(image.root, 'app')) / 1e6, lstatSync(node).size / 1e6]
  console.log(`/app holds ${app.toFixed(1)} MB, Node ${ofNode.toFixed(1)} MB, Debian's slim image ${SLIM_MB} MB`)
  expect(`the image takes less than ${MOST_MB} MB`, app + ofNode + SLIM_MB < MOST_MB, true)
  const url = new URL(databaseServer)
  url.pathname = `/${database}`
  await onServer(databaseServer, `CREATE DATABASE ${database}`)
  await proveServer(image, url.href)
  await proveCompose(image)
} finally {
  await onServer(databaseServer, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`)
  rmSync(work, { recursive: true, force: true })
}
