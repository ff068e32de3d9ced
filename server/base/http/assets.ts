import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Where files for the browser are served. */
export const assetsAt = '/assets/'

/**
 * The addresses of the files in a directory, each with its hash, so that it can be kept for a year.
 * @returns a function from a file's name to its address; an unknown name throws
 */
export function assetAddresses(directory: string): (name: string) => string {
  const addresses = hashed(directory)
  return name => {
    const address = addresses.get(name)
    if (!address) throw new Error(`There is no file "${name}" for the browser in ${directory}`)
    return address
  }
}

/** Serves the files: with the right hash for a year, otherwise checked each time. */
export async function serveAssets(app: FastifyInstance, directory: string): Promise<void> {
  const lasting = new Set(hashed(directory).values())
  await app.register(fastifyStatic, { root: directory, prefix: assetsAt, index: false, cacheControl: false })
  app.addHook('onSend', async (request, reply) => {
    if (!request.url.startsWith(assetsAt) || reply.statusCode >= 400) return
    void reply.header('cache-control', lasting.has(request.url) ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
}

function hashed(directory: string): Map<string, string> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(directory.length).replaceAll('\\', '/').replace(/^\//, ''))
  return new Map(
    names.map(name => {
      const hash = createHash('sha256')
        .update(readFileSync(join(directory, name)))
        .digest('hex')
        .slice(0, 12)
      return [name, `${assetsAt}${name}?v=${hash}`]
    }),
  )
}
