import { type CSSProperties, Fragment, type ReactNode } from 'react'

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

/** The words beside a number ('IRR', 'million') are drawn at this share of its size. */
const UNIT_SHARE = 0.3

/** One of the five numbers, as large as its slot allows; the words beside a number are smaller than the number. */
export function WallNumber({ name, note, tip, tone, value, glyphs, children }: Props) {
  const parts = [...value.matchAll(/\S+/g)].map(({ 0: words, index }) => ({
    words,
    index,
    isUnit: !/\p{Nd}/u.test(words),
  }))
  const wide =
    glyphs ?? parts.reduce((sum, { words, isUnit }) => sum + [...words].length * (isUnit ? UNIT_SHARE : 1), 0)
  return (
    <div className={`wall-number wall-number-${tone}`} title={tip}>
      <dt>
        {name} {note && <small>({note})</small>}
      </dt>
      <dd style={{ '--glyphs': Math.max(2, wide) } as CSSProperties}>
        {children ?? (
          <bdi className="wall-value">
            {parts.map(({ words, index, isUnit }) =>
              isUnit ? (
                // The space belongs to the small words: beside the number it would be a hole.
                <span key={index} style={{ fontSize: `${UNIT_SHARE}em` }}>
                  {index > 0 ? ` ${words}` : `${words} `}
                </span>
              ) : (
                <Fragment key={index}>{words}</Fragment>
              ),
            )}
          </bdi>
        )}
      </dd>
    </div>
  )
}
