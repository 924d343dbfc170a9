import type { CSSProperties, ReactNode } from 'react'

type Props = {
  name: string
  note?: string
  /** What the number is and how it is made. */
  tip: string
  tone: 'reached' | 'won' | 'holdout' | 'accent'
  value: string
  /** How many glyphs share the slot, where `children` draw it. */
  glyphs?: number
  children?: ReactNode
}

/** A word behind the number ('million') is drawn at this share of the number's size. */
const UNIT_SHARE = 0.3

/** One of the five numbers, as large as its slot allows; the words behind a number are smaller than the number. */
export function WallNumber({ name, note, tip, tone, value, glyphs, children }: Props) {
  const [number = '', ...words] = value.split(/\s/)
  const unit = words.join(' ')
  const wide = glyphs ?? [...number].length + [...unit].length * UNIT_SHARE
  return (
    <div className={`wall-number wall-number-${tone}`} title={tip}>
      <dt>
        {name} {note && <small>({note})</small>}
      </dt>
      <dd style={{ '--glyphs': Math.max(2, wide) } as CSSProperties}>
        {children ?? (
          <bdi className="wall-value">
            {number} {unit && <span style={{ fontSize: `${UNIT_SHARE}em` }}>{unit}</span>}
          </bdi>
        )}
      </dd>
    </div>
  )
}
