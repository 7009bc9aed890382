const KEY = 'offprint-theme'

/** Applies the theme that was chosen before and wires the button; returns the function that switches. */
export function startTheme(): () => void {
  const root = document.documentElement
  const chosen = remembered()
  if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen
  const toggle = () => {
    const dark = root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
    const theme = dark === 'dark' ? 'light' : 'dark'
    root.dataset.theme = theme
    try {
      localStorage.setItem(KEY, theme)
    } catch {
      // A file may have no storage; then the choice lasts as long as the page.
    }
  }
  document.querySelector('#theme')?.addEventListener('click', toggle)
  return toggle
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}
