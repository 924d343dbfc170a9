import { useEffect, useState } from 'react'

const SETTLED_MILLISECONDS = 400

/** The value once it has stood for a moment: nobody is asked about every letter. */
export function useSettled<T>(value: T): T {
  const key = JSON.stringify(value)
  const [settled, setSettled] = useState({ key, value })
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ key, value: JSON.parse(key) as T }), SETTLED_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [key])
  return settled.value
}
