/** A phone number, masked or whole, from left to right in every language. */
export function Phone({ number }: { number: string }) {
  return (
    <bdi dir="ltr" style={{ whiteSpace: 'nowrap' }}>
      {number}
    </bdi>
  )
}
