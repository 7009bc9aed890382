// Stands in for tests/browser where no Chromium was found.
import { expect, test } from 'vitest'

const NONE = 'no Chromium: install one (Debian: apt-get install chromium) or name it in CHROMIUM'

if (process.env.CI) {
  test('in Chromium', () => expect.fail(NONE))
} else {
  console.warn(`Browser tests skipped: ${NONE}`)
  test.skip(NONE, () => {})
}
