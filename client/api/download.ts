import { type Api, type ApiName, type ApiParams, api } from '#contract/api'
import { buildAddress } from './address.ts'
import { failCall } from './call.ts'
import { ApiProblem, readProblem } from './problem.ts'

type StreamName = { [N in ApiName]: Api[N]['answer'] extends 'stream' ? N : never }[ApiName]

/** Fetches a file and hands it to the browser to keep. The whole of it passes through memory: for lists, not for recordings. */
export async function download<N extends StreamName>(name: N, params: ApiParams<N>, fileName: string): Promise<void> {
  const answer = await fetch(buildAddress(api[name].path, params), { credentials: 'same-origin' }).catch(() =>
    failCall(name, new ApiProblem({ code: 'network' })),
  )
  if (!answer.ok) failCall(name, readProblem(answer.status, await answer.json().catch(() => null)))
  const address = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}
