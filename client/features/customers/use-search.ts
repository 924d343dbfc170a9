import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../api/call.ts'

const PAUSE_MILLISECONDS = 180
const CHARS_MIN = 2
const KEPT_MILLISECONDS = 60_000

/** What the server looks for at all: see 'search.short'. */
const saysEnough = (text: string): boolean => [...text.replace(/[^\p{L}\p{N}]/gu, '')].length >= CHARS_MIN

/** The hits for what is being typed, a breath after the last letter; the former ones stand until then. */
export function useSearch(typed: string) {
  const [text, setText] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setText(typed), PAUSE_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [typed])
  const isAsked = saysEnough(typed)
  const answer = useQuery({
    queryKey: ['customer.search', text.trim()],
    queryFn: ({ signal }) => call('customer.search', { body: { text: text.trim() }, signal }),
    enabled: isAsked && saysEnough(text),
    placeholderData: keepPreviousData,
    gcTime: KEPT_MILLISECONDS,
  })
  return { ...answer, isAsked }
}
