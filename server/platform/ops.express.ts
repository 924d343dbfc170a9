import { createHash, timingSafeEqual } from 'node:crypto'
import express, { type Request, type RequestHandler, type Router } from 'express'
import type { Metrics } from './metrics.machine.ts'

const CHECK_MS = 2_000
/** A process whose loop stands still for so long answers nobody: let it be started anew. */
const LOOP_DELAY_MAX_SECONDS = 5
const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])
const FORWARDED = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via']

/** True when all is well. One that throws, or is silent for two seconds, is not. */
export type Check = () => Promise<boolean>
export type OpsNeeds = {
  metrics: Metrics
  /** Null: only from this machine. */
  token: string | null
  /** What this process needs before it can serve; the names are told to whoever asks. */
  ready: Record<string, Check>
  /** For those who may see more. */
  details: () => Promise<object>
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** The bearer of the token, or somebody on this machine who is not a proxy for somebody else. */
export function mayOperate(req: Pick<Request, 'headers' | 'socket'>, token: string | null): boolean {
  const given = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1]
  if (given !== undefined) return token !== null && timingSafeEqual(digest(given), digest(token))
  return LOOPBACK.has(req.socket.remoteAddress ?? '') && FORWARDED.every((name) => req.headers[name] === undefined)
}

async function holds(check: Check): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(() => done(false), CHECK_MS)
  })
  try {
    return await Promise.race([check(), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}

/** `/health`: does this process live; `/ready`: may it be given work; `/metrics`: for Prometheus. */
export function opsRoutes({ metrics, token, ready, details }: OpsNeeds): Router {
  const router = express.Router()
  const fresh: RequestHandler = (_req, res, next) => {
    res.set('cache-control', 'no-store')
    next()
  }

  router.get('/health', fresh, async (req, res) => {
    const delay = metrics.loopP99Seconds()
    const alive = delay < LOOP_DELAY_MAX_SECONDS
    const common = { status: alive ? 'ok' : 'slow' }
    const shown = mayOperate(req, token) ? { ...common, eventLoopDelayP99Seconds: delay, ...(await details()) } : common
    res.status(alive ? 200 : 503).json(shown)
  })
  router.get('/ready', fresh, async (_req, res) => {
    const asked = await Promise.all(
      Object.entries(ready).map(async ([name, check]) => [name, await holds(check)] as const),
    )
    const reasons = asked.filter(([, well]) => !well).map(([name]) => name)
    res.status(reasons.length === 0 ? 200 : 503).json({ ready: reasons.length === 0, reasons })
  })
  router.get('/metrics', fresh, async (req, res) => {
    if (!mayOperate(req, token)) return void res.status(403).json({ problem: { code: 'forbidden' } })
    res.set('content-type', metrics.contentType).send(await metrics.text())
  })
  return router
}

/** Times every answer; `areaOf` names the part of the house that gave it. */
export const timeRequests =
  (metrics: Metrics, areaOf: (path: string) => string): RequestHandler =>
  (req, res, next) => {
    const stop = metrics.requests.startTimer({ area: areaOf(req.path) })
    res.once('finish', () => stop({ status: `${Math.floor(res.statusCode / 100)}xx` }))
    next()
  }
