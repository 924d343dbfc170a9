import mark from './brand.svg'
import './Brand.css'

/** The name in both scripts, in the same order in every language. */
export function Brand() {
  return (
    <span className="brand" dir="ltr">
      <img src={mark} alt="" width={24} height={24} />
      <span>
        Bazgasht{' '}
        <span className="brand-second" lang="fa">
          · بازگشت
        </span>
      </span>
    </span>
  )
}
