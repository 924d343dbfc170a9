import { useInfiniteQuery } from '@tanstack/react-query'
import type { AuditFilter } from '#contract/audit'
import { call } from '../../api/call.ts'
import { readKey } from '../../api/queries.ts'

/** The lines that the filter lets through, newest first, a page at a time. */
export const useTrail = (filter: AuditFilter) =>
  useInfiniteQuery({
    queryKey: readKey('audit.list', filter),
    queryFn: ({ pageParam }) =>
      call('audit.list', { query: { ...filter, ...(pageParam === null ? {} : { before: pageParam }) } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })
