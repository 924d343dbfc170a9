/** Something to happen at a virtual millisecond; equal times keep the order they were asked in. */
export type Due = { at: number; nth: number; run: () => void; dead: boolean }

export type Heap = { push: (due: Due) => void; peek: () => Due | undefined; pop: () => Due | undefined }

const comesFirst = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.nth < b.nth)

/** A binary heap by time. */
export function createHeap(): Heap {
  const items: Due[] = []
  const swap = (a: number, b: number): void => {
    const [first, second] = [items[a], items[b]]
    if (first && second) [items[a], items[b]] = [second, first]
  }
  const before = (a: number, b: number): boolean => {
    const [first, second] = [items[a], items[b]]
    return first !== undefined && (second === undefined || comesFirst(first, second))
  }
  return {
    push(due) {
      let at = items.push(due) - 1
      while (at > 0 && before(at, (at - 1) >> 1)) {
        swap(at, (at - 1) >> 1)
        at = (at - 1) >> 1
      }
    },
    peek: () => items[0],
    pop() {
      swap(0, items.length - 1)
      const top = items.pop()
      for (let at = 0; ; ) {
        const left = at * 2 + 1
        const child = before(left + 1, left) ? left + 1 : left
        if (child >= items.length || !before(child, at)) return top
        swap(child, at)
        at = child
      }
    },
  }
}
