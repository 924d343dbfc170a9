import type { Request } from 'express'
import type { Handlers } from '../../platform/http.express.ts'
import { refuse } from '../../platform/problem.ts'
import type { Ivr } from './ivr.service.ts'
import { LARGEST_SOUND_BYTES } from './sound-file.ts'

type Names = 'ivr.read' | 'ivr.save' | 'ivr.upload' | 'ivr.dropSound'

/** The whole body, or a refusal as soon as it is more than a sound may be. */
async function readBytes(req: Request): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of req) {
    parts.push(part as Buffer)
    size += (part as Buffer).length
    if (size > LARGEST_SOUND_BYTES) return refuse(413, 'sound.large')
  }
  return Buffer.concat(parts)
}

export const ivrRoutes = ({ ivr }: { ivr: Ivr }): Pick<Handlers, Names> => ({
  'ivr.read': () => ivr.read(),
  'ivr.save': ({ body, caller }) => ivr.save(body.version, body.flow, caller.userId),
  'ivr.upload': async ({ params, req, caller }) =>
    ivr.upload(params.prompt, params.language, await readBytes(req), caller.userId),
  'ivr.dropSound': ({ params, caller }) => ivr.drop(params.prompt, params.language, caller.userId),
})
