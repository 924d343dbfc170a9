import { type Api, type ApiName, api } from '#contract/api'
import { buildAddress } from './address.ts'
import { type CallInput, failCall, type LooseInput } from './call.ts'
import { ApiProblem, readProblem } from './problem.ts'
import { readCsrf } from './session-end.ts'

type StreamName = { [N in ApiName]: Api[N]['answer'] extends 'stream' ? N : never }[ApiName]

/** Fetches a file and hands it to the browser to keep. The whole of it passes through memory: for lists, not for recordings. */
export async function download<N extends StreamName>(name: N, input: CallInput<N>, fileName: string): Promise<void> {
  const { params, query, body } = input as LooseInput
  const { method, path } = api[name]
  const answer = await fetch(buildAddress(path, params, query), {
    method,
    credentials: 'same-origin',
    ...(method === 'GET' ? {} : { headers: { 'content-type': 'application/json', 'x-csrf': readCsrf() } }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch(() => failCall(name, new ApiProblem({ code: 'network' })))
  if (!answer.ok) failCall(name, readProblem(answer.status, await answer.json().catch(() => null)))
  const address = URL.createObjectURL(await answer.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}
