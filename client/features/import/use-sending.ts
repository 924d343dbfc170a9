import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ColumnMapping, ImportKind, ImportRun } from '#contract/people'
import { problemOf } from '../../api/problem.ts'
import { readKey } from '../../api/queries.ts'
import { upload } from '../../api/upload.ts'

type Order = { file: File; kind: ImportKind; mapping: ColumnMapping }

/** The sending of one file: how far it is, how to stop it, and the run that it became. */
export function useSending(onRun: (run: ImportRun) => void) {
  const client = useQueryClient()
  const [sent, setSent] = useState(0)
  const stopper = useRef<AbortController>(null)
  const sending = useMutation({
    mutationFn: ({ file, kind, mapping }: Order) => {
      stopper.current = new AbortController()
      setSent(0)
      return upload('import.start', {
        query: { kind, fileName: file.name, mapping: JSON.stringify(mapping), bytes: String(file.size) },
        file,
        onProgress: setSent,
        signal: stopper.current.signal,
      })
    },
    onSuccess: onRun,
    onSettled: () => client.invalidateQueries({ queryKey: readKey('import.list') }),
  })
  const isStopped = sending.error instanceof DOMException
  return {
    start: sending.mutate,
    stop: () => stopper.current?.abort(),
    sent,
    isSending: sending.isPending,
    isStopped,
    problem: sending.isError && !isStopped ? problemOf(sending.error) : null,
    forget: sending.reset,
  }
}
