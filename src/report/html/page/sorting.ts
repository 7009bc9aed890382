/** Puts a button into the head of each sortable column. */
export function startTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>('table[data-sort]')) {
    const heads = [...table.tHead!.rows[0].cells]
    heads.forEach((head, column) => {
      if (head.dataset.order === 'none') return
      const button = document.createElement('button')
      button.type = 'button'
      button.title = `${table.dataset.sort} ${head.textContent}`
      button.append(...head.childNodes)
      head.append(button)
      button.addEventListener('click', () => {
        const numeric = head.dataset.order === 'number'
        // The first click sorts figures from the largest, names from the first.
        const before = head.ariaSort
        const descending = before === null ? numeric : before === 'ascending'
        for (const other of heads) other.removeAttribute('aria-sort')
        head.ariaSort = descending ? 'descending' : 'ascending'
        sort(table, column, numeric, descending)
      })
    })
  }
}

function sort(table: HTMLTableElement, column: number, numeric: boolean, descending: boolean): void {
  const body = table.tBodies[0]
  const sign = descending ? -1 : 1
  const rows = [...body.rows].map((row) => {
    const cell = row.cells[column]
    return { row, number: Number(cell.dataset.v), text: cell.textContent }
  })
  rows.sort((x, y) => sign * (numeric ? x.number - y.number : x.text < y.text ? -1 : x.text > y.text ? 1 : 0))
  body.append(...rows.map(({ row }) => row))
}
