import { QueryClient, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Api, ApiAnswer, ApiName } from '#contract/api'
import { type CallInput, type LooseInput, performCall } from './call.ts'

export type ReadName = { [N in ApiName]: Api[N]['method'] extends 'GET' ? N : never }[ApiName]

/** `call` tries a GET again by itself and `live` pushes what changes, so nothing is fetched behind the reader's back. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: false, refetchOnWindowFocus: false, staleTime: 30_000 },
      mutations: { retry: false },
    },
  })

/** The key of a read: `client.invalidateQueries({ queryKey: readKey('staff.list') })`. */
export const readKey = (name: ReadName, input?: object): readonly unknown[] => (input ? [name, input] : [name])

type Options = { enabled?: boolean; refetchMilliseconds?: number | false; staleMilliseconds?: number }

/** A GET of the contract, kept and shared between the screens that ask for the same. */
export function useRead<N extends ReadName>(
  name: N,
  input: CallInput<N>,
  { enabled = true, refetchMilliseconds = false, staleMilliseconds }: Options = {},
): UseQueryResult<ApiAnswer<N>> {
  return useQuery({
    queryKey: readKey(name, Object.keys(input).length > 0 ? input : undefined),
    queryFn: ({ signal }) => performCall(name, { ...(input as LooseInput), signal }),
    enabled,
    refetchInterval: refetchMilliseconds,
    ...(staleMilliseconds === undefined ? {} : { staleTime: staleMilliseconds }),
  })
}
