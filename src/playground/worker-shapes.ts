// A part of the playground that is loaded when both texts have Han characters: what these look like.
import { shapeTable } from '../audit/shape/table.js'
import { shared } from './worker.js'

shared.shapeTable = shapeTable
