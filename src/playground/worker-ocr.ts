// A part of the playground that is loaded when a text looks like the output of an OCR engine.
import { ocrFormat, readOcr } from '../read/ocr/index.js'
import { shared } from './worker.js'

shared.readOcrSource = (source) => (ocrFormat(source) === undefined ? undefined : readOcr(source))
