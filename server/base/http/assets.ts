import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { SiteAsset } from '../site/site.ts'

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

/**
 * Serves the logo and the colours of a site. Opened by itself an SVG is a page of ours: it may then run nothing and fetch
 * nothing, whatever it holds.
 */
export function serveSite(app: FastifyInstance, assets: readonly SiteAsset[]): void {
  for (const { address, type, content } of assets)
    app.get(address, async (_request, reply) =>
      reply
        .header(
          'content-security-policy',
          "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
        )
        .header('cache-control', 'public, max-age=31536000, immutable')
        .type(type)
        .send(content),
    )
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
