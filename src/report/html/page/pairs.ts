/** Wires the list of pairs of a deduplication: filter, order, opening, and the keys to go from pair to pair. */
export function startPairs(keys: Map<string, () => void>): void {
  const list = document.querySelector<HTMLOListElement>('.pair-list')
  if (list === null) return
  const select = <E extends Element = HTMLElement>(selector: string) => document.querySelector<E>(selector)!
  const entries = [...list.children] as HTMLElement[]
  const detailsOf = (entry: Element) => entry.querySelector('details')!

  // The filter: a pair is shown if every box for one of its classes is ticked. The last two boxes, when ticked, leave
  // only the pairs that have their class.
  const boxes = [...document.querySelectorAll<HTMLInputElement>('input[name=show]')]
  const fits = (entry: HTMLElement) =>
    boxes.every(({ value, checked }) =>
      value === 'numbers' || value === 'near'
        ? !checked || entry.classList.contains(value)
        : checked || !entry.classList.contains(value),
    )
  const shown = () => ([...list.children] as HTMLElement[]).filter((entry) => !entry.hidden)
  const filter = () => {
    let count = 0
    for (const entry of entries) {
      entry.hidden = !fits(entry)
      if (!entry.hidden) count++
    }
    select('#none').hidden = count > 0
    select('#count').textContent = list.dataset
      .shown!.replace('{i}', () => String(count))
      .replace('{n}', () => String(entries.length))
  }
  for (const box of boxes) box.addEventListener('change', filter)

  const order = select<HTMLSelectElement>('#sort')
  const figure = (name: string) => (entry: HTMLElement) => Number(entry.dataset[name])
  const similarity = figure('similarity')
  const orders: Readonly<Record<string, (x: HTMLElement, y: HTMLElement) => number>> = {
    similarity: (x, y) => similarity(y) - similarity(x),
    least: (x, y) => similarity(x) - similarity(y),
    numbers: (x, y) => figure('numbers')(y) - figure('numbers')(x),
    lost: (x, y) => figure('lost')(y) - figure('lost')(x),
    name: (x, y) => (x.dataset.name! < y.dataset.name! ? -1 : x.dataset.name! > y.dataset.name! ? 1 : 0),
  }
  const sort = () => {
    const by = orders[order.value]
    list.append(...(by === undefined ? entries : [...entries].sort(by)))
  }
  order.addEventListener('change', sort)

  select('#open-all').addEventListener('click', () => {
    for (const entry of shown()) detailsOf(entry).open = true
  })
  select('#close-all').addEventListener('click', () => {
    for (const entry of entries) detailsOf(entry).open = false
  })

  const focused = () => document.activeElement?.closest<HTMLElement>('.pair-list > li') ?? null
  const go = (entry: HTMLElement | undefined) => {
    entry?.querySelector('summary')!.focus({ preventScroll: true })
    entry?.scrollIntoView({ block: 'start' })
  }
  const step = (by: 1 | -1) => {
    const all = shown()
    const at = all.indexOf(focused()!)
    go(all.at(at < 0 ? (by > 0 ? 0 : -1) : (at + by) % all.length))
  }
  for (const key of ['n', 'j']) keys.set(key, () => step(1))
  for (const key of ['p', 'k']) keys.set(key, () => step(-1))
  keys.set('o', () => {
    const entry = focused()
    if (entry === null) return
    detailsOf(entry).open = !detailsOf(entry).open
    go(entry)
  })
  const labels = select<HTMLInputElement>('#labels')
  const label = () => document.documentElement.classList.toggle('off-labels', !labels.checked)
  labels.addEventListener('change', label)
  keys.set('l', () => labels.click())

  // A link to a pair opens it.
  const follow = () => {
    const entry = /^#pair-\d+$/.test(location.hash)
      ? document.querySelector<HTMLElement>(location.hash)
      : null
    if (entry === null) return
    detailsOf(entry).open = true
    go(entry)
  }
  addEventListener('hashchange', follow)

  // Some browsers bring back what was ticked and chosen when the page is loaded again.
  filter()
  sort()
  label()
  follow()
}
