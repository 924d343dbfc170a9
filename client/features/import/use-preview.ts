import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ColumnMapping, ImportKind } from '#contract/people'
import { upload } from '../../api/upload.ts'

/** The server reads this much of a file for its preview. */
const HEAD_BYTES = 262_144

/** What the server makes of the first lines, with the faults that they would have under this mapping. */
export const usePreview = (file: File, kind: ImportKind, mapping: ColumnMapping | null) =>
  useQuery({
    queryKey: ['import.preview', file.name, file.size, file.lastModified, kind, mapping],
    queryFn: ({ signal }) =>
      upload('import.preview', {
        query: { kind, mapping: mapping ? JSON.stringify(mapping) : undefined },
        file: file.slice(0, HEAD_BYTES),
        signal,
      }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
