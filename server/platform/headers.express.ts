import type { RequestHandler } from 'express'
import express from 'express'
import helmet from 'helmet'

const HSTS_SECONDS = 365 * 24 * 3_600

/**
 * What a browser may do with our pages: own scripts only, none inline; own sockets; no frames; the microphone for the
 * softphone and nothing else. Answers of the API are never kept by a cache. HSTS only where the public address is https.
 */
export function secureHeaders({
  publicBaseUrl,
  softphone = [],
}: {
  publicBaseUrl: string
  /** Where the browser's softphone connects to, beside us. */
  softphone?: readonly string[]
}): RequestHandler {
  const base = new URL(publicBaseUrl)
  const https = base.protocol === 'https:'
  const own = ["'self'"]
  const headers = express.Router()
  headers.use(
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: own,
          scriptSrc: own,
          // Measured elements carry style attributes and react-aria adds a style element; neither runs anything.
          styleSrc: [...own, "'unsafe-inline'"],
          imgSrc: [...own, 'data:'],
          fontSrc: own,
          mediaSrc: [...own, 'blob:', 'mediastream:', ...softphone.filter((host) => host.startsWith('https:'))],
          connectSrc: [...own, `${https ? 'wss' : 'ws'}://${base.host}`, ...softphone],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: own,
          frameAncestors: ["'none'"],
          ...(https ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: https ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginEmbedderPolicy: false,
      xFrameOptions: { action: 'deny' },
    }),
  )
  headers.use((_req, res, next) => {
    res.setHeader('Permissions-Policy', 'microphone=(self), camera=(), geolocation=(), payment=(), usb=()')
    next()
  })
  headers.use('/api', (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store')
    next()
  })
  return headers
}
