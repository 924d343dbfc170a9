import type { ReactNode } from 'react'

/** Names, codes and customers' own words keep their direction inside any sentence. */
export function Bdi({ children }: { children: ReactNode }) {
  return <bdi dir="auto">{children}</bdi>
}
