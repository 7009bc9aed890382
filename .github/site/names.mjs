// For typedoc: a guide has the name of its first heading, and a module the name by which it is imported.
import { Converter, ReflectionKind } from 'typedoc'

/** Folders of src/ whose entry has another name. */
const NAMES = { index: 'offprint', 'read/ocr': 'offprint/ocr' }

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const [, heading] = /^# (.+)$/m.exec(document.content.map(({ text }) => text).join('')) ?? []
    if (heading !== undefined) document.name = heading
  })
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.getChildrenByKind(ReflectionKind.Module))
      module.name = NAMES[module.name] ?? `offprint/${module.name}`
  })
}
