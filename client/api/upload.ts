import { type ApiAnswer, type ApiParams, type ApiQuery, api } from '#contract/api'
import { buildAddress } from './address.ts'
import { failCall, type LooseInput, readAnswer } from './call.ts'
import { ApiProblem, readProblem } from './problem.ts'
import { readCsrf } from './session-end.ts'

type UploadName = 'import.preview' | 'import.start' | 'ivr.upload'
type Upload<N extends UploadName> = {
  query?: ApiQuery<N>
  params?: ApiParams<N>
  file: Blob
  /** Bytes sent so far. */
  onProgress?: (sent: number) => void
  signal?: AbortSignal
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Sends bytes as they are. By XMLHttpRequest, because `fetch` does not tell how much has been sent. */
export function upload<N extends UploadName>(name: N, input: Upload<N>): Promise<ApiAnswer<N>> {
  const { query, params, file, onProgress, signal } = input as Upload<N> & LooseInput
  return new Promise<unknown>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(api[name].method, buildAddress(api[name].path, params ?? {}, query))
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.setRequestHeader('x-csrf', readCsrf())
    request.upload.onprogress = (event) => onProgress?.(event.loaded)
    request.onload = () => {
      const body = parseJson(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(body)
      else reject(readProblem(request.status, body))
    }
    request.onerror = () => reject(new ApiProblem({ code: 'network' }))
    request.onabort = () => reject(new DOMException('The sending was stopped', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(file)
  }).then(
    (body) => readAnswer(name, body),
    (error: unknown) => {
      if (error instanceof ApiProblem) failCall(name, error)
      throw error
    },
  )
}
