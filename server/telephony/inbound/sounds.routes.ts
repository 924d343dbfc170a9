import express, { type Router } from 'express'
import { z } from 'zod'
import { Prompt } from '#contract/ivr'
import { Locale } from '#contract/values'
import { Refusal } from '../../platform/problem.ts'
import type { Ivr } from './ivr.service.ts'

const Shipped = z.object({ language: z.enum(Locale.options), file: z.string().regex(/^[a-z0-9-]+\.wav$/) })
const DAY_SECONDS = 86_400

/** Below `/sounds`: what callers hear. The carrier fetches it as anybody could: it is what we say to anybody who rings. */
export function soundRoutes(ivr: Pick<Ivr, 'sound' | 'shippedPath'>): Router {
  const router = express.Router()
  const missing = (): never => {
    throw new Refusal(404, { code: 'not-found' })
  }
  router.get('/own/:id', async (req, res) => {
    const id = z.uuid().safeParse(req.params.id)
    const sound = id.success ? await ivr.sound(id.data) : null
    if (!sound) return missing()
    res
      .set('cache-control', `public, max-age=${DAY_SECONDS}, immutable`)
      .type(sound.type)
      .send(Buffer.from(sound.bytes))
  })
  router.get('/:language/:file', (req, res, next) => {
    const read = Shipped.safeParse(req.params)
    const prompt = Prompt.safeParse(read.data?.file.replace(/\.wav$/, ''))
    if (!read.success || !prompt.success) return missing()
    res.set('cache-control', `public, max-age=${DAY_SECONDS}`)
    res.sendFile(
      ivr.shippedPath(prompt.data, read.data.language).pathname,
      (error) => error && next(new Refusal(404, { code: 'not-found' })),
    )
  })
  return router
}
