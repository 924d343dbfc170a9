import type { ReactNode } from 'react'

/** A part of a screen that scrolls by itself: named, and reached by Tab so that it scrolls without a mouse. */
export function ScrollPart({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 asks it of what scrolls (axe: scrollable-region-focusable)
    <section className={className} aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
