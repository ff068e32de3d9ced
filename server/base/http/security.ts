import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** Everything a browser must not do on our pages (ASVS 5.0 V3.4). Nothing inline, nothing from elsewhere. */
export async function securityHeaders(app: FastifyInstance, https: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 63_072_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
    xXssProtection: false,
  })
  const nothing = [
    'camera',
    'display-capture',
    'geolocation',
    'microphone',
    'payment',
    'usb',
    'browsing-topics',
    'interest-cohort',
  ]
  app.addHook('onRequest', async (_request, reply) => {
    void reply.header('permissions-policy', nothing.map(feature => `${feature}=()`).join(', '))
  })
}
