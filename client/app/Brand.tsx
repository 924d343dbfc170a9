import mark from './brand.svg'
import './Brand.css'

/** The name in both scripts; the reader's own comes first and is the strong one. */
export function Brand() {
  return (
    <span className="brand">
      <img src={mark} alt="" width={24} height={24} />
      <bdi lang="en">Bazgasht</bdi>
      <span className="brand-dot">·</span>
      <bdi lang="fa">بازگشت</bdi>
    </span>
  )
}
