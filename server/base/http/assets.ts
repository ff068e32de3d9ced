import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Where files for the browser are served. */
export const assetsPrefix = '/assets/'

/**
 * The addresses of the files in a directory, each with its hash, so that it can be kept for a year.
 * @returns a function from a file's name to its address; an unknown name throws
 */
export function assetAddresses(directory: string): (name: string) => string {
  const addresses = new Map(
    readdirSync(directory, { withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ name }) => {
        const hash = createHash('sha256')
          .update(readFileSync(join(directory, name)))
          .digest('hex')
          .slice(0, 12)
        return [name, `${assetsPrefix}${name}?v=${hash}`] as const
      }),
  )
  return name => {
    const address = addresses.get(name)
    if (!address) throw new Error(`There is no file "${name}" for the browser in ${directory}`)
    return address
  }
}

/** Serves the files: with the right hash for a year, without it checked each time. */
export async function serveAssets(app: FastifyInstance, directory: string): Promise<void> {
  const address = assetAddresses(directory)
  await app.register(fastifyStatic, {
    root: directory,
    prefix: assetsPrefix,
    index: false,
    cacheControl: false,
    setHeaders: reply => {
      const request = (reply as unknown as { request?: { url: string } }).request
      void request
      reply.setHeader('cross-origin-resource-policy', 'same-origin')
    },
  })
  app.addHook('onSend', async (request, reply) => {
    if (!request.url.startsWith(assetsPrefix) || reply.statusCode >= 400) return
    const name = request.url.slice(assetsPrefix.length).split('?')[0] ?? ''
    let known = ''
    try {
      known = address(name)
    } catch {}
    void reply.header('cache-control', request.url === known ? 'public, max-age=31536000, immutable' : 'no-cache')
  })
}
